// The engine: sends requests to the worker, one at a time, and restarts it when it hangs or fails.

const START_SECONDS = 180; // on a slow connection, most of it is the download
const REQUEST_SECONDS = 20;

/**
 * `onStage(stage)` is called while the worker starts, `onAnswer(answer, text)` with the answer to a
 * text, and `onStop(reason)` when the worker was stopped: “slow”, or the message of an error.
 */
export class Engine {
  #worker = null;
  #isReady = false;
  #current = null; // the request that the worker answers
  #waiting = []; // further requests
  #text = null; // the newest text, if the worker has not got it yet
  #timer = 0;
  #count = 0;
  #hasStarted = false;

  constructor(url, { onStage, onAnswer, onStop, requestSeconds = REQUEST_SECONDS }) {
    Object.assign(this, { url, onStage, onAnswer, onStop, requestSeconds });
    this.#start();
  }

  /** Check and draw a text. A text that the worker has not got yet is replaced. */
  update(text) {
    this.#text = text;
    this.#next();
  }

  /** Return the answer to another request; null if the worker is stopped. */
  ask(method, argument = "") {
    return new Promise((resolve) => {
      this.#waiting.push({ method, argument, resolve });
      this.#next();
    });
  }

  #start() {
    this.#isReady = false;
    this.#worker = new Worker(this.url, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#receive(data));
    this.#worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#stop(event.message || "the worker cannot be loaded");
    });
    this.#limit(START_SECONDS);
  }

  #limit(seconds) {
    clearTimeout(this.#timer);
    this.#timer = seconds ? setTimeout(() => this.#stop("slow"), seconds * 1000) : 0;
  }

  #receive({ id, stage, answer, fatal }) {
    if (fatal !== undefined) {
      this.#stop(fatal);
    } else if (stage) {
      this.#isReady ||= stage === "ready";
      this.#hasStarted ||= this.#isReady;
      if (this.#isReady) this.#limit(0);
      this.onStage(stage);
      this.#next();
    } else if (id === this.#current?.id) {
      const { resolve } = this.#current;
      this.#current = null;
      this.#limit(0);
      resolve(JSON.parse(answer));
      this.#next();
    }
  }

  #next() {
    if (!this.#isReady || this.#current) return;
    let request = this.#waiting.shift();
    if (!request && this.#text !== null) {
      const text = this.#text;
      this.#text = null;
      request = { method: "update", argument: text, resolve: (answer) => this.onAnswer(answer, text) };
    }
    if (!request) return;
    this.#current = { id: ++this.#count, ...request };
    this.#limit(this.requestSeconds);
    this.#worker.postMessage({ id: this.#count, method: request.method, argument: request.argument });
  }

  /** End the worker, and start another one, which does not get the same text again. */
  #stop(reason) {
    this.#limit(0);
    this.#worker.terminate();
    const requests = this.#waiting.splice(0);
    if (this.#current && this.#current.method !== "update") requests.push(this.#current);
    this.#current = null;
    for (const { resolve } of requests) resolve(null);
    this.onStop(reason);
    if (this.#hasStarted) this.#start();
  }
}
