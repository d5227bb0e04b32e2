/** Loaded into a replica: at SIGUSR2 its clock jumps by CLOCK_STEP_MS. */
const step = Number(process.env.CLOCK_STEP_MS);
const { now } = Date;

process.once("SIGUSR2", () => {
  Date.now = () => now() + step;
});
