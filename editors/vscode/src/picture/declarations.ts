/** The ranges of all declarations of a map, which the server's command `argmap.places` returns. */

export interface Position {
  line: number;
  character: number;
}

export interface Declaration {
  id: string;
  uri: string;
  range: { start: Position; end: Position };
}

/** Return the valid declarations in the result of the command. */
export function parseDeclarations(result: unknown): Declaration[] {
  return Array.isArray(result) ? result.filter(isDeclaration) : [];
}

/** Return the ids of the elements whose declarations contain a position, innermost first. */
export function idsAt(
  declarations: readonly Declaration[],
  uri: string,
  position: Position,
): string[] {
  return declarations
    .filter((declaration) => declaration.uri === uri && contains(declaration.range, position))
    .sort((a, b) => compare(b.range.start, a.range.start) || compare(a.range.end, b.range.end))
    .map((declaration) => declaration.id);
}

function contains(range: Declaration["range"], position: Position): boolean {
  return compare(range.start, position) <= 0 && compare(position, range.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function isDeclaration(value: unknown): value is Declaration {
  const declaration = value as Declaration | null;
  return (
    typeof declaration?.id === "string" &&
    typeof declaration.uri === "string" &&
    isPosition(declaration.range?.start) &&
    isPosition(declaration.range.end)
  );
}

function isPosition(value: unknown): boolean {
  const position = value as Position | null;
  return typeof position?.line === "number" && typeof position.character === "number";
}
