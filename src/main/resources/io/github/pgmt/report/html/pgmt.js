'use strict';
// Sorts and filters tables. All that is on the page is there without it.
for (const table of document.querySelectorAll('table.sortable')) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
  };
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending';
      heads.forEach(other => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const keyed = [...body.rows].map(row => [key(row, column), row]);
      keyed.sort(([a], [b]) => (typeof a === 'number' ? a - b : a.localeCompare(b)) * (up ? 1 : -1));
      body.append(...keyed.map(([, row]) => row));
    });
  });
  if (body.rows.length > 12) {
    const label = document.createElement('label');
    label.className = 'filter';
    label.append('Show rows with');
    const input = document.createElement('input');
    input.type = 'search';
    label.append(input);
    table.closest('.wide').before(label);
    let texts;
    input.addEventListener('input', () => {
      texts ??= [...body.rows].map(row => [row, row.textContent.toLowerCase()]);
      const wanted = input.value.trim().toLowerCase();
      texts.forEach(([row, text]) => { row.hidden = !text.includes(wanted); });
    });
  }
}
