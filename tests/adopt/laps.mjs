/** Tells `say` how long each part took. */
export class Laps {
  #name;
  #say;
  #beganAt = performance.now();
  #lastAt = this.#beganAt;

  constructor(name, say) {
    this.#name = name;
    this.#say = say;
  }

  lap(what) {
    const now = performance.now();
    this.#say(`${this.#name.padEnd(8)} ${what.padEnd(22)} ${seconds(now - this.#lastAt)}`);
    this.#lastAt = now;
  }

  end() {
    this.#say(
      `${this.#name.padEnd(8)} ${'all of it'.padEnd(22)} ${seconds(this.#lastAt - this.#beganAt)}`,
    );
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1).padStart(6)} s`;
}
