/** Now, or a millisecond after `previous` when the clock hasn't moved on: two changes never share an `updatedAt` (C1). */
export function strictlyLater(previous: Date, now = new Date()): Date {
  return now > previous ? now : new Date(previous.getTime() + 1);
}
