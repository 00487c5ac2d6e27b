import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLog, scratchFolder } from '../../../../../builders/scratch.ts';

const scratch = scratchFolder();
const open = (text: string) => openLog(scratch.write('x', text));
const running = readFileSync('tests/fixtures/stores/xes/running-example.xes', 'utf8');

const log = (...traces: string[]): string => `<log xes.version="1.0">${traces.join('')}</log>`;
const event = (name: string, ...attributes: string[]): string =>
  `<event><string key="concept:name" value="${name}"/>${attributes.join('')}</event>`;
const at = (time: string): string => `<date key="time:timestamp" value="${time}"/>`;
const trace = (name: string, ...events: string[]): string =>
  `<trace><string key="concept:name" value="${name}"/>${events.join('')}</trace>`;

describe('an XES log', () => {
  it('keeps every kind of attribute, digits and nesting included', async () => {
    const opened = await open(
      log(
        trace(
          '1',
          event(
            'a',
            '<int key="i" value="12345678901234567890"/><float key="f" value="1.10"/><boolean key="b" value="True"/>',
            '<string key="s" value="x &amp; y"><int key="unit" value="2"/></string>',
            '<list key="l"><values><int key="n" value="1"/><int key="n" value="2"/></values></list>',
            '<container key="c"><id key="d" value="u"/></container><string key="twice" value="1"/><string key="twice" value="2"/>',
            '<string key="org:resource" value="Ada"/><string key="lifecycle:transition" value="start"/>',
          ),
        ),
      ),
    );
    const { payload, metadata, actor, streamId } = opened.event(0);
    expect(payload).toEqual({
      kind: 'json',
      text: '{"i":12345678901234567890,"f":1.10,"b":true,"s":{"value":"x & y","unit":2},"l":[{"n":1},{"n":2}],"c":{"d":"u"},"twice":["1","2"]}',
    });
    expect([metadata, actor, streamId]).toEqual(['{"lifecycle:transition":"start"}', 'Ada', '1']);
    opened.close();
  });

  it('orders traces by time, and leaves the events of a trace in their order', async () => {
    const opened = await open(
      log(
        trace('late', event('l1', at('2024-01-03T00:00:00Z')), event('l2', at('2024-01-01T00:00:00Z'))),
        trace('early', event('e1', at('2024-01-02T00:00:00Z')), event('e2', at('2024-01-04T00:00:00Z'))),
      ),
    );
    expect([0, 1, 2, 3].map((ordinal) => opened.envelope(ordinal).type)).toEqual(['e1', 'l1', 'l2', 'e2']);
    opened.close();
  });

  it.each([
    ['<log xmlns="http://www.xes-standard.org/">', '</log>'],
    ['<x:log xmlns:x="http://www.xes-standard.org/">', '</x:log>'],
  ])('is recognised as %s', async (open_, close) => {
    const opened = await open(`${open_}${trace('1', event('a'))}${close}`);
    expect(opened.summary()).toMatchObject({ format: 'xes', events: 1, problems: 0 });
    opened.close();
  });

  it('reads the encoding that it names', async () => {
    const bytes = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${log(trace('Zoë', event('é')))}`, 'latin1');
    const opened = await openLog(scratch.write('x', bytes));
    expect(opened.envelope(0)).toMatchObject({ streamId: 'Zoë', type: 'é' });
    opened.close();
  });
});

describe('a damaged XES log', () => {
  it('opens up to where it is cut off, and says where that is', async () => {
    const opened = await open(running.slice(0, running.lastIndexOf('<event>') + 40));
    expect(opened.index.length).toBe(41);
    expect(opened.index.problems).toHaveLength(1);
    expect(opened.index.problems[0]!.place).toMatch(/^line \d+, column \d+$/);
    expect(opened.index.problems[0]!.reason).toMatch(/^The document ends early/);
    opened.close();
  });

  it('opens up to where it is no XML', async () => {
    const opened = await open(running.replace(/<\/event>\s*<\/trace>/, '</trace>'));
    expect(opened.index.length).toBeGreaterThan(0);
    expect(opened.index.problems.map(({ reason }) => reason)).toEqual([expect.stringMatching(/no well-formed XML/)]);
    opened.close();
  });

  it('lists one bad event and values of the wrong type', async () => {
    const opened = await open(
      log(
        trace('1', event('a'), '<event><string key="x" value="1"/></event>', event('b', '<int key="n" value="ten"/>')),
        trace('2', event('c', at('yesterday')), '<string key="late" value="1"/>'),
      ),
    );
    expect(opened.index.problems.map(({ reason, ordinal }) => [reason, ordinal])).toEqual([
      ['The event has no concept:name: that names no type.', null],
      ['The int attribute n holds "ten", which is none: it is kept as text.', 1],
      ['"yesterday" is no time that can be read.', 2],
      ['An attribute of a trace stands behind its events: it is left out.', null],
    ]);
    expect(opened.event(1).payload).toEqual({ kind: 'json', text: '{"n":"ten"}' });
    expect(opened.event(2).metadata).toBe('{"time:timestamp":"yesterday"}');
    opened.close();
  });

  it('is refused when it brings a DTD', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "b">]>${log(trace('1', event('&a;')))}`;
    await expect(open(bomb)).rejects.toMatchObject({ code: 'unreadable', message: expect.stringMatching(/DOCTYPE/) });
  });

  it.each([
    ['depth', log(trace('1', event('a', '<container key="c">'.repeat(300))))],
    ['attributes', log(`<trace ${Array.from({ length: 200 }, (_, i) => `a${i}="1"`).join(' ')}/>`, trace('1'))],
  ])('is refused past the limit of %s', async (_limit, text) => {
    await expect(open(text)).rejects.toMatchObject({ code: 'limit-exceeded' });
  });

  it('is refused when it names an unknown encoding', async () => {
    const text = `<?xml version="1.0" encoding="klingon"?>${log(trace('1', event('a')))}`;
    await expect(open(text)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
