/** The page that the picture is shown in. */

export interface Parts {
  /** Drawn anew for every page: what carries it may run, and nothing else. */
  nonce: string;
  script: string;
  style: string;
}

/** Return the page: it may load its own script and style, and nothing from anywhere. */
export function html({ nonce, script, style }: Parts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Argument map</title>
<link rel="stylesheet" nonce="${nonce}" href="${escaped(style)}">
</head>
<body>
<p id="problem" role="status" hidden></p>
<main id="picture" aria-busy="true"></main>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
