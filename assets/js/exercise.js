// An exercise among what is real: it is named everywhere, and is no cause for colour, alarm or a count.
// In a system that runs an exercise all of it is one, and the band over the page says so once.
const all = () => document.querySelector(".exercise") !== null;

export const drill = (thing) => Boolean(thing?.exercise || thing?.exercise_request) && !all();
