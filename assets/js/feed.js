// One socket to the picture. Never gives up: back-off with jitter, a watchdog for half-open sockets,
// and after a gap either what came after our cursor or a whole new picture, never a guess.
const FIRST = 500;
const LONGEST = 15000;
const SILENCE = 4500; // ms without a message (ticks come every 2 s) after which a viewer must know
const DEAD = 9000; // ms without a message after which the socket is given up

export class Feed {
  constructor({ message, link }) {
    this.message = message;
    this.link = link;
    this.cursor = null;
    this.heard = null;
    this.tries = 0;
    this.state = "new";
    setInterval(() => this.watch(), 500);
    window.addEventListener("online", () => this.connect());
    document.addEventListener("visibilitychange", () => this.hurry());
    this.connect();
  }

  address() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const query = this.cursor ? `?cursor=${encodeURIComponent(this.cursor)}` : "";
    return `${scheme}://${location.host}/ws${query}`;
  }

  connect() {
    clearTimeout(this.timer);
    this.drop();
    const socket = new WebSocket(this.address());
    this.socket = socket;
    this.opened = Date.now();
    socket.onmessage = (event) => socket === this.socket && this.take(event.data);
    socket.onclose = () => socket === this.socket && this.later();
  }

  drop() {
    const socket = this.socket;
    this.socket = null;
    if (socket) socket.close();
  }

  later() {
    this.socket = null;
    const ceiling = Math.min(LONGEST, FIRST * 2 ** this.tries);
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), ceiling / 2 + (Math.random() * ceiling) / 2);
  }

  hurry() {
    if (document.visibilityState === "visible" && !this.socket) this.connect();
  }

  take(data) {
    const message = JSON.parse(data);
    this.heard = Date.now();
    this.tries = 0;
    if (message.cursor) this.cursor = message.cursor;
    this.say("live");
    this.message(message);
  }

  // A picture that could not be shown must not be patched: ask for a whole one.
  restart() {
    this.cursor = null;
    this.connect();
  }

  watch() {
    const quiet = Date.now() - (this.heard ?? this.opened);
    if (quiet > SILENCE) this.say(this.heard ? "lost" : "never");
    const still = Date.now() - Math.max(this.heard ?? 0, this.opened ?? 0);
    if (this.socket && still > DEAD) {
      this.drop();
      this.later();
    }
  }

  say(state) {
    if (state === this.state) return;
    this.state = state;
    this.link(state, this.heard);
  }
}
