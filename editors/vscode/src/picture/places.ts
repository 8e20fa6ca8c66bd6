/** Where the elements of a map are declared, as the server's `argmap.places` tells. */

export interface Point {
  line: number;
  character: number;
}

export interface Place {
  id: string;
  uri: string;
  range: { start: Point; end: Point };
}

/** Return the places in what the server has answered; none where the answer is something else. */
export function placesIn(answer: unknown): Place[] {
  return Array.isArray(answer) ? answer.filter(isPlace) : [];
}

/** Return the ids of the elements around a point of a file, innermost first. */
export function around(places: readonly Place[], uri: string, point: Point): string[] {
  return places
    .filter((place) => place.uri === uri && holds(place.range, point))
    .sort((a, b) => compare(b.range.start, a.range.start) || compare(a.range.end, b.range.end))
    .map((place) => place.id);
}

function holds(range: Place["range"], point: Point): boolean {
  return compare(range.start, point) <= 0 && compare(point, range.end) <= 0;
}

function compare(a: Point, b: Point): number {
  return a.line - b.line || a.character - b.character;
}

function isPlace(each: unknown): each is Place {
  const place = each as Place | null;
  return (
    typeof place?.id === "string" &&
    typeof place.uri === "string" &&
    isPoint(place.range?.start) &&
    isPoint(place.range.end)
  );
}

function isPoint(each: unknown): boolean {
  const point = each as Point | null;
  return typeof point?.line === "number" && typeof point.character === "number";
}
