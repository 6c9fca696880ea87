// How CodeMirror looks: the page's colours, which it has from page.css.

import { Decoration, type DecorationSet, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** Whether the user wants dark pages. */
export const isDark = window.matchMedia('(prefers-color-scheme: dark)');

const TIP = { padding: '.5em .8em', maxWidth: '34em', fontSize: '13px', lineHeight: '1.6', fontFamily: 'var(--sans)' };

export const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--paper)', fontSize: '14px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.75' },
  '.cm-content': { padding: '12px 0 40vh', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 20px 0 10px' },
  '.cm-title': { fontWeight: '700' },
  '.cm-frame': { color: 'color-mix(in srgb, var(--ink) 45%, var(--paper))' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { color: 'var(--faint)', backgroundColor: 'var(--paper)', border: 'none', paddingLeft: '4px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--ink)', backgroundColor: 'transparent' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 26%, transparent)' },
  '.cm-tooltip': { color: 'var(--ink)', backgroundColor: 'var(--card)', border: '1px solid var(--edge)', borderRadius: '8px', boxShadow: 'var(--shadow)', overflow: 'hidden' },
  '.cm-tooltip.cm-tooltip-hover': { maxHeight: '56vh', overflow: 'auto' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--sans)', fontSize: '13px', maxHeight: '17em', minWidth: '18em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 12px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { color: 'var(--on-accent)', backgroundColor: 'var(--accent)' },
  '.cm-completionDetail': { opacity: '.75', fontStyle: 'normal', marginLeft: '1em' },
  '.cm-tooltip.cm-completionInfo': { ...TIP, whiteSpace: 'pre-wrap', maxHeight: '20em', overflow: 'auto' },
  '.cm-snippetField': { backgroundColor: 'color-mix(in srgb, var(--accent) 16%, transparent)', borderRadius: '2px' },
  '.cm-tooltip-lint': { ...TIP, padding: '0' },
  '.cm-diagnostic': { padding: '.5em .8em', margin: '0', borderLeft: '4px solid var(--hint)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--wrong)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--doubt)' },
  '.cm-diagnostic .note': { color: 'var(--faint)' },
  '.cm-diagnosticAction': { margin: '.4em .5em 0 0', padding: '.15em .7em', font: 'inherit', color: 'var(--on-accent)', backgroundColor: 'var(--accent)', borderRadius: '5px' },
  '.cm-diagnosticAction:nth-of-type(n+2)': { color: 'var(--ink)', backgroundColor: 'var(--tint)' },
  '.explained': TIP,
  '.explained p, .explained ul': { margin: '0 0 .4em' },
  '.explained ul': { paddingLeft: '1.3em' },
  '.explained td': { padding: '.1em .6em', border: '1px solid var(--edge)' },
  '.explained table': { borderCollapse: 'collapse' },
  '.cm-panels': { color: 'var(--ink)', backgroundColor: 'var(--tint)', borderColor: 'var(--edge)' },
  '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--sans)', fontSize: '13px' },
  '.cm-panel.cm-search label': { fontSize: '13px' },
  '.cm-textfield': { fontSize: '13px', color: 'var(--ink)', backgroundColor: 'var(--card)', border: '1px solid var(--edge)', borderRadius: '5px', padding: '3px 8px' },
  '.cm-button': { fontSize: '13px', color: 'var(--ink)', backgroundImage: 'none', backgroundColor: 'var(--card)', border: '1px solid var(--edge)', borderRadius: '5px' },
});

const [title, frame] = [Decoration.mark({ class: 'cm-title' }), Decoration.mark({ class: 'cm-frame' })];
const structure = new MatchDecorator({
  regexp: /^#{1,6} .*|<\/?[a-z][^>]*>|\|/g,
  decoration: ([matched]) => (matched.startsWith('#') ? title : frame),
});

/** Titles stand out from the text, and what frames tables steps back. */
export const STRUCTURE = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = structure.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = structure.updateDeco(update, this.decorations);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
