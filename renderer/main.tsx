import { mountApp } from './app/mountApp.tsx';
import { chooseHost } from './hosts/chooseHost.ts';

mountApp(chooseHost());
