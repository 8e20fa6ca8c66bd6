// A page without a map: the list, or one that waits for its first picture.

if ($("waiting") && live.trouble) $("waiting").hidden = true;
showAll();
if (live.findings?.length) openFindings(true);
listen();
