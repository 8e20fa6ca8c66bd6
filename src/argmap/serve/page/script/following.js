// Being told of changes: a stream from the server, as long as somebody sees the page.

/** What is done when this page's map has changed. */
let renew = () => location.reload();
let stream = null;

function showAll() {
  showMaps();
  showFindings();
  showTrouble();
}

/** Take the list of maps that the server sends, and see whether there is anything to ask for. */
function hear(told) {
  if (told.run !== live.run) {
    location.reload(); // the server was started anew: its secret is another one
    return;
  }
  live.maps = told.maps;
  showMaps();
  if (!live.map) return;
  const own = told.maps.find((each) => each.id === live.map);
  if ($("drawing")) $("drawing").hidden = !own?.isDue;
  if (!own) showGone();
  else if (own.revision !== live.revision || !$("trouble").hidden !== Boolean(live.trouble)) renew();
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`/events?map=${encodeURIComponent(live.map ?? "")}`);
  stream.addEventListener("message", (event) => {
    $("away").hidden = true;
    hear(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    if (document.hidden) return;
    $("away").textContent = "The server does not answer: start argmap serve again, and this goes on.";
    $("away").hidden = false;
    if (stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
    stream = null;
    setTimeout(listen, 2000);
  });
}

// A browser has few connections to a server: pages that nobody sees leave theirs to the others.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else listen();
});
window.addEventListener("pagehide", () => {
  stream?.close();
  stream = null;
});
window.addEventListener("pageshow", listen);
