'use strict';
(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const table = find('#reports');
  const lines = [...table.tBodies];
  const make = (name, attributes, ...content) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...content);
    return element;
  };

  // The official tables of a report, drawn when it is first opened.
  const forms = new Map();
  for (const body of all('[data-form]', find('#forms').content)) {
    const { edition } = body.parentElement.dataset;
    forms.set(edition + ' ' + body.dataset.form, body);
  }
  const draw = (line) => {
    const place = find('.tables', line);
    const findings = all('.findings li', line);
    let last = null, drawn = null;
    for (const { edition, form, cells, marks } of JSON.parse(find('script', line).textContent).forms) {
      const official = forms.get(edition + ' ' + form);
      if (official === undefined) continue;
      if (official.parentElement !== last) {
        last = official.parentElement;
        drawn = make('table', {}, find('caption', last).cloneNode(true), find('colgroup', last).cloneNode(true));
        place.append(make('div', { tabindex: '0', role: 'group', 'aria-label': last.caption.textContent }, drawn));
      }
      const body = official.cloneNode(true);
      const values = cells.split('\t');
      const figures = all('td', body);
      figures.forEach((cell, at) => { cell.textContent = values[at] ?? ''; });
      // The worst mark comes first.
      for (const [at, number, severity] of marks) {
        const cell = figures[at];
        const finding = findings.find((it) => it.value === number);
        if (cell === undefined || finding === undefined) continue;
        if (cell.className === '') cell.className = severity;
        const text = find('.what', finding).textContent;
        const button = make('button', { type: 'button', title: text, 'aria-label': `意见${number}：${text}` }, String(number));
        button.addEventListener('click', () => { finding.scrollIntoView({ block: 'nearest' }); finding.focus(); });
        cell.append(button);
      }
      drawn.append(body);
    }
  };

  const open = (line, isOpen) => {
    const more = find('.more', line);
    if (more === null) return;
    if (isOpen && !line.dataset.drawn) {
      line.dataset.drawn = 'yes';
      draw(line);
    }
    more.hidden = !isOpen;
    find('details', more).open = isOpen;
    find('.line button', line).setAttribute('aria-expanded', String(isOpen));
  };

  // Copying works in a file opened from the disk too, where there is no clipboard to ask for.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = make('textarea', { readonly: '', 'aria-hidden': 'true' });
      area.value = text;
      document.body.append(area);
      area.select();
      const isCopied = document.execCommand('copy');
      area.remove();
      return isCopied;
    }
  };

  for (const line of lines) {
    const more = find('.more', line);
    if (more === null) continue;
    const name = find('.name', line);
    const button = make('button', { type: 'button', 'aria-expanded': 'false' }, name.textContent);
    name.replaceWith(button);
    more.hidden = true;
    find('.line', line).addEventListener('click', () => {
      if (String(document.getSelection()) === '') open(line, more.hidden);
    });
    find('.copy', line).addEventListener('click', async ({ currentTarget }) => {
      const letter = find('textarea', line);
      const isCopied = await copy(letter.value);
      find('.said', line).textContent = isCopied ? '已复制，可以粘贴发送' : '未能复制，请在下面的全文中选取';
      if (!isCopied) {
        letter.closest('details').open = true;
        letter.select();
      } else currentTarget?.focus();
    });
  }

  // Sorting: a click on a heading, and once more for the other way.
  const collator = new Intl.Collator('zh-CN', { numeric: true });
  const keyOf = (line, column) => {
    const cell = line.rows[0].cells[column];
    return cell.dataset.key ?? cell.textContent;
  };
  const compare = {
    text: (one, other) => collator.compare(one, other),
    // What has no number stands last among the small ones.
    number: (one, other) => (one === '' ? -1 : Number(one)) - (other === '' ? -1 : Number(other)),
  };
  for (const heading of all('thead th[data-sort]', table)) {
    const button = make('button', { type: 'button' }, heading.textContent);
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const present = heading.getAttribute('aria-sort');
      // Numbers are looked at from the largest, words from the beginning.
      const isDown = present === null ? heading.dataset.sort === 'number' : present === 'ascending';
      for (const other of all('thead th', table)) other.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', isDown ? 'descending' : 'ascending');
      const by = compare[heading.dataset.sort];
      const keyed = [...table.tBodies].map((line) => [keyOf(line, heading.cellIndex), line]);
      keyed.sort(([one], [other]) => (isDown ? by(other, one) : by(one, other)));
      table.append(...keyed.map(([, line]) => line));
    });
  }

  // Filtering: by words, by year and by state.
  const words = find('#find'), year = find('#year'), shown = find('#shown'), states = all('.states button');
  const texts = new Map();
  const textOf = (line) => {
    if (!texts.has(line)) {
      const content = [find('.line', line), find('.file', line), find('.findings', line)];
      texts.set(line, content.map((it) => it?.textContent ?? '').join('\n').toLowerCase());
    }
    return texts.get(line);
  };
  const filter = () => {
    const state = states.find((it) => it.getAttribute('aria-pressed') === 'true').dataset.state;
    const wanted = words.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    let count = 0;
    for (const line of lines) {
      const isShown = (state === '' || line.dataset.state === state) && (year.value === '' || line.dataset.year === year.value)
        && wanted.every((word) => textOf(line).includes(word));
      line.hidden = !isShown;
      count += isShown ? 1 : 0;
    }
    shown.textContent = count === lines.length ? '' : `显示${count}行`;
  };
  words.addEventListener('input', filter);
  year.addEventListener('change', filter);
  for (const button of states) {
    button.addEventListener('click', () => {
      for (const other of states) other.setAttribute('aria-pressed', String(other === button));
      filter();
    });
  }
  find('#all').addEventListener('click', ({ currentTarget }) => {
    const isOpen = currentTarget.getAttribute('aria-pressed') !== 'true';
    currentTarget.setAttribute('aria-pressed', String(isOpen));
    currentTarget.textContent = isOpen ? '全部收起' : '全部展开';
    for (const line of lines) if (!line.hidden) open(line, isOpen);
  });

  document.documentElement.className = 'scripted';
  find('.tools').hidden = false;
  // A single report needs no click.
  if (lines.length === 1) open(lines[0], true);
})();
