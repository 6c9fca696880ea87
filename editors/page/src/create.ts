// The question for a new report: of which body, for which year.

import { dialog, element, input } from './elements.ts';
import type { About } from './last-year.ts';
import { sayWhy } from './notice.ts';
import type { Opened } from './draft.ts';
import type { Session } from './session.ts';

/** Has the question create reports, which it gives to `created`; what is returned asks it, with an answer that may be right. */
export function creator(session: Session, created: (report: Opened) => void): (likely: About) => void {
  const create = () => {
    const [organ, year] = [input('organ').value.trim(), Number(input('year').value)];
    if (organ === '') {
      input('organ').focus();
      return;
    }
    dialog('new-dialog').close();
    try {
      const report = session.command('newReport', { organ, year, languageId: 'markdown' });
      if (report) created({ name: report.fileName, languageId: report.languageId, text: report.text });
    } catch (error) {
      sayWhy('没有新建', error);
    }
  };
  element('new-create').addEventListener('click', create);
  element('new-dialog').addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof HTMLInputElement)) return;
    // The button that gets the focus next is not pressed by the same key.
    event.preventDefault();
    create();
  });
  return ({ organ, year }) => {
    input('organ').value ||= organ ?? '';
    input('year').value = String(year ?? session.command('dueYear', {})?.year ?? '');
    dialog('new-dialog').showModal();
    input('organ').focus();
    input('organ').select();
  };
}
