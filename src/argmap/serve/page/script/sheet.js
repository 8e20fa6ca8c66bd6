// A page without a map: the list, or one that waits for its first picture.

if ($("waiting") && live.trouble) {
  $("waiting").textContent = "As soon as that is mended and saved, the map is drawn here.";
}
showAll();
if (live.findings?.length) openFindings(true);
listen();
