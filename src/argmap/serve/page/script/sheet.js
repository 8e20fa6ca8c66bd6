// A page without a picture: the list, or a map that is not drawn yet.

if ($("waiting") && live.trouble) {
  $("waiting").textContent = "The map is drawn here once you fix and save it.";
}
showAll();
if (live.findings?.length) openFindings(true);
listen();
