type Target = { click(): Promise<void>; fill(text: string): Promise<void> };

/** What a task costs its user: presses, and fields typed in. */
export class Moves {
  presses = 0;
  fields = 0;

  async press(target: Target): Promise<void> {
    this.presses += 1;
    await target.click();
  }

  async type(target: Target, text: string): Promise<void> {
    this.fields += 1;
    await target.fill(text);
  }
}
