/** A task that is delayed while it is requested again, and never runs twice at the same time. */
export class Debouncer {
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isPending = false;
  private isDisposed = false;

  constructor(
    private readonly task: () => Promise<void>,
    private readonly delayMilliseconds: () => number,
  ) {}

  /** Run the task once there was no other request for the duration of the delay. */
  schedule(): void {
    this.runAfter(this.delayMilliseconds());
  }

  /** Run the task without a delay. */
  runNow(): void {
    this.runAfter(0);
  }

  dispose(): void {
    this.isDisposed = true;
    clearTimeout(this.timer);
  }

  private runAfter(milliseconds: number): void {
    if (this.isDisposed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), milliseconds);
  }

  private async run(): Promise<void> {
    if (this.isRunning) {
      this.isPending = true;
      return;
    }
    this.isRunning = true;
    try {
      await this.task();
    } finally {
      this.isRunning = false;
    }
    if (this.isPending) {
      this.isPending = false;
      this.runNow();
    }
  }
}
