// Before the picture is read: the tools, and the size at which it will be shown, so that the browser
// lays it out once.

document.documentElement.dataset.live = "";
document.querySelector(".tools").hidden = false;
{
  const early = document.getElementById("page-stage");
  const { clientWidth, clientHeight } = early;
  const { width, height } = early.dataset;
  const whole = Math.min((clientWidth - 24) / width, (clientHeight - 24) / height, 1);
  early.style.setProperty("--scale", whole >= 0.6 ? whole : 0.9); // as setInitialView in view.js does
}
