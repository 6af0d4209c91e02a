export class Checkpointer {
  constructor(_path: string, _pages: number) {}
  wrote(_events: number): void {}
  async close(): Promise<void> {}
}
