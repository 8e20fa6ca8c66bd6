// Runs before the browser reads the picture: shows the tools and the view of the address, and sets the
// scale of the picture, so that the browser lays it out only once.

document.documentElement.dataset.live = "";
for (const tools of document.querySelectorAll(".tools, .views")) tools.hidden = false;
{
  const startView = document.querySelector("#page-overview svg") ? "overview" : "map";
  const named = /^#\/(table|text)(?=[/;]|$)/.exec(location.hash)?.[1];
  const isStart = location.hash.length < 2;
  document.documentElement.dataset.view = named ?? (isStart ? startView : "map");
  const earlyStage = document.getElementById("page-stage");
  const { clientWidth, clientHeight } = earlyStage;
  const { width, height } = earlyStage.dataset;
  const whole = Math.min((clientWidth - 24) / width, (clientHeight - 24) / height, 1);
  // The same scale as that of setInitialView in view.js.
  earlyStage.style.setProperty("--scale", whole >= 0.6 ? whole : 0.9);
}
