// Receives changes from the server as events while the page is visible.

/** Called when the map of this page has changed. */
let refresh = () => location.reload();
let stream = null;

function showAll() {
  showMaps();
  showFindings();
  showReviews();
  showTrouble();
}

/** Process the list of maps from the server, and fetch the map of this page if it has changed. */
function receive(data) {
  if (data.run !== live.run) {
    location.reload(); // the server was restarted and has another token
    return;
  }
  live.maps = data.maps;
  showMaps();
  if (!live.map) return;
  const state = data.maps.find((map) => map.id === live.map);
  if ($("drawing")) $("drawing").hidden = !state?.isDue;
  if (!state) showGone();
  else {
    const isTroubleShown = !$("trouble").hidden;
    if (state.revision !== live.revision || isTroubleShown !== Boolean(live.trouble)) refresh();
  }
}

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource(`/events?map=${encodeURIComponent(live.map ?? "")}`);
  stream.addEventListener("message", (event) => {
    $("away").hidden = true;
    receive(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    if (document.hidden) return;
    $("away").textContent = "The server does not answer. Start argmap serve again to continue.";
    $("away").hidden = false;
    if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again
    stream = null;
    setTimeout(listen, 2000);
  });
}

// A browser limits the connections to a server, so hidden pages close theirs.
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
