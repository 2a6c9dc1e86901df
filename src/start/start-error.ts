/** A reason not to start that an operator can mend: its text says what to do, and holds no secret. */
export class StartError extends Error {}
