// The editor: CodeMirror in a shadow root, which takes its styles as a style sheet object. The page's
// security policy forbids the inline styles that CodeMirror uses elsewhere.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, indentOnInput, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const WORDS = new Set(KEYWORDS);

const language = StreamLanguage.define({
  name: "argmap",
  startState: () => ({ isBlock: false }),
  token(stream, state) {
    if (state.isBlock) {
      state.isBlock = !stream.match(/^(?:[^"\\]|\\.|"(?!""))*"""/);
      if (state.isBlock) stream.skipToEnd();
      return "string";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^#.*/)) return "comment";
    if (stream.match('"""')) {
      state.isBlock = true;
      return "string";
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
    if (stream.match(/^@[\p{L}\p{N}_.:-]+/u)) return "link";
    if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
    if (stream.match(/^[\p{L}_][\p{L}\p{M}\p{N}_.-]*/u)) {
      if (stream.match(/^\s*:(?!\S*")/, false)) return "propertyName";
      return WORDS.has(stream.current()) ? "keyword" : "variableName";
    }
    stream.next();
    return null;
  },
  indent: (state, textAfter, context) => {
    const line = context.lineAt(context.pos, -1);
    const before = context.state.doc.lineAt(Math.max(line.from - 1, 0));
    const start = /^\s*/.exec(before.text)[0].length;
    const opened = /\{\s*(#.*)?$/.test(before.text) ? 2 : 0;
    return Math.max(start + opened - (/^\s*\}/.test(textAfter) ? 2 : 0), 0);
  },
  languageData: { commentTokens: { line: "#" }, indentOnInput: /^\s*\}$/ },
});

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "bold" },
  { tag: tags.propertyName, color: "var(--muted)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.link, tags.number], color: "var(--warn)" },
]);

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--paper)", color: "var(--text)", fontSize: "14px" },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "-3px" },
  ".cm-scroller": { fontFamily: "ui-monospace, Menlo, Consolas, monospace", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "var(--page)", color: "var(--muted)", borderColor: "var(--hairline)" },
  ".cm-activeLine": { backgroundColor: "transparent" },
  ".cm-activeLineGutter": { backgroundColor: "var(--pale)", color: "var(--text)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--pale)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--pale)" },
  ".cm-tooltip, .cm-panels": {
    backgroundColor: "var(--paper)",
    color: "var(--text)",
    border: "1px solid var(--hairline)",
  },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--paper)", padding: "3px 8px" },
  ".cm-diagnosticSource": { opacity: "1", color: "var(--muted)" },
});

export class Editor {
  /** `onChange(text)` is called after each change. */
  constructor(parent, text, onChange) {
    const root = parent.attachShadow({ mode: "open" });
    this.view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          highlightActiveLineGutter(),
          highlightActiveLine(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          language,
          syntaxHighlighting(colors),
          lintGutter(),
          theme,
          keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": "Text of the map", spellcheck: "false" }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(this.text);
          }),
        ],
      }),
    });
  }

  get text() {
    return this.view.state.doc.toString();
  }

  /** Replace the whole text; it can be undone. */
  set text(text) {
    this.view.dispatch({
      changes: { from: 0, to: this.view.state.doc.length, insert: text },
      selection: { anchor: 0 },
      scrollIntoView: true,
    });
  }

  /** Show a range of the text, and select it. */
  select(from, to) {
    const length = this.view.state.doc.length;
    const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
    this.view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }) });
    this.view.focus();
  }

  /** Change the text; ranges that begin after its end are ignored. */
  edit(changes) {
    const length = this.view.state.doc.length;
    this.view.dispatch({ changes: changes.filter(({ to }) => to <= length), userEvent: "input.fix" });
    this.view.focus();
  }

  /** Underline diagnostics, given with offsets in this text. */
  show(diagnostics) {
    const length = this.view.state.doc.length;
    const shown = diagnostics.map(({ from, to, severity, message, code, fixes }) => ({
      from: Math.min(from, length),
      to: Math.min(to, length),
      severity,
      message,
      source: code,
      actions: fixes.map(({ title, changes }) => ({ name: title, apply: () => this.edit(changes) })),
    }));
    this.view.dispatch(setDiagnostics(this.view.state, shown));
  }
}
