/** Work that waits until nobody asks for it any more, and never runs twice at the same time. */
export class Later {
  private timer: NodeJS.Timeout | undefined;
  private isRunning = false;
  private isWanted = false;
  private isOver = false;

  constructor(
    private readonly work: () => Promise<void>,
    private readonly milliseconds: () => number,
  ) {}

  /** Ask for the work: it is done when nobody has asked again for a while. */
  ask(): void {
    this.in(this.milliseconds());
  }

  /** Ask for the work without waiting. */
  now(): void {
    this.in(0);
  }

  dispose(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private in(milliseconds: number): void {
    if (this.isOver) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), milliseconds);
  }

  private async run(): Promise<void> {
    if (this.isRunning) {
      this.isWanted = true;
      return;
    }
    this.isRunning = true;
    try {
      await this.work();
    } finally {
      this.isRunning = false;
    }
    if (this.isWanted) {
      this.isWanted = false;
      this.now();
    }
  }
}
