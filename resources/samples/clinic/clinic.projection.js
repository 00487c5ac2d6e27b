// Patients by stay. The upcasters lift every recorded Admitted to version 3, so that one state fits all.

export const initialState = () => ({});

/** Python's typed values: { "_type_": "decimal_str", "_data_": "37.5" }. */
const plain = (value) => (value && typeof value === 'object' && '_data_' in value ? value._data_ : value);

/** `clinic.wards:Patient.Admitted` and `Admitted` are the same event. */
const shortName = (type) => type.slice(type.lastIndexOf('.') + 1);

export const evolve = (state, { type, data }) => {
  switch (shortName(type)) {
    case 'Admitted':
      return {
        status: 'admitted',
        name: `${data.name.given} ${data.name.family}`,
        ward: data.ward,
        triage: data.triage,
        insurance: data.insurance,
        medications: [],
      };
    case 'VitalsTaken':
      return { ...state, vitals: { pulse: data.pulse, temperature: plain(data.temperature), bloodPressure: data.bloodPressure } };
    case 'Diagnosed':
      return { ...state, diagnosis: data.code, certainty: data.certainty };
    case 'Medicated':
      return { ...state, medications: [...state.medications, `${data.drug} ${plain(data.mg)} mg`] };
    case 'Moved':
      return { ...state, ward: data.ward };
    case 'Discharged':
      return { ...state, status: 'discharged', to: data.to, followUp: data.followUp };
    default:
      return state;
  }
};

const admitted = {
  1: (data) => ({ ...data, triage: null }),
  2: (data) => {
    const space = data.name.indexOf(' ');
    return { ...data, name: { given: data.name.slice(0, space), family: data.name.slice(space + 1) }, insurance: null };
  },
};

export const upcasters = { 'clinic.wards:Patient.Admitted': admitted };
