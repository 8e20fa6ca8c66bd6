/** The HTML page that shows the picture. */

export interface PageOptions {
  /** A random value per page; only scripts and styles that carry it may run. */
  nonce: string;
  /** The URI of the script. */
  script: string;
  /** The URI of the style sheet. */
  style: string;
}

/** Return the page; it may load its own script and style sheet, and nothing else. */
export function html({ nonce, script, style }: PageOptions): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Argument map</title>
<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(style)}">
</head>
<body>
<p id="problem" role="status" hidden></p>
<main id="picture" aria-busy="true"></main>
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
