// Each ride from request to rating, each driver's shift: one state per stream.

export const initialState = () => ({});

export const evolve = (state, { type, data, recordedAt }) => {
  switch (type) {
    case 'RideRequested':
      return { status: 'requested', rider: data.rider, from: data.from.name, to: data.to.name, requestedAt: recordedAt };
    case 'DriverMatched':
      return { ...state, status: 'matched', driver: data.driver, matchedAt: recordedAt };
    case 'DriverArrived':
      // ISO times compare as text: an arrival before its match means that a clock is wrong.
      return { ...state, status: 'driver waiting', arrivedAt: recordedAt, clockDoubtful: recordedAt < state.matchedAt };
    case 'RideStarted':
      return { ...state, status: 'on the road' };
    case 'RideFinished':
      return { ...state, status: 'finished', km: data.km, fare: data.fare, finishes: (state.finishes ?? 0) + 1 };
    case 'FareCharged':
      return { ...state, charged: data.amount };
    case 'RideRated':
      return { ...state, stars: data.stars };
    case 'RideCancelled':
      return { ...state, status: 'cancelled', reason: data.reason };
    case 'ShiftStarted':
      return { status: 'on shift', driver: data.driver, car: data.car, battery: data.battery, shifts: (state.shifts ?? 0) + 1 };
    case 'ShiftEnded':
      return { ...state, status: 'off', battery: data.battery };
    default:
      return state;
  }
};
