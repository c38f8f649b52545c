
'use strict';
// Search, filters and order of the packages. Reading needs none of it: what it works with is shown only by it.
(() => {
  const table = document.getElementById('table');
  if (!table) {
    return;
  }
  const body = table.tBodies[0];
  const controls = document.getElementById('controls');
  const search = document.getElementById('search');
  const boxes = [...controls.querySelectorAll('input[type="checkbox"]')];
  const reset = document.getElementById('reset');
  const shown = document.getElementById('shown');
  const none = document.getElementById('none');
  const states = boxes.map((box) => box.value);

  // Two spellings of a name are the same package (PEP 503).
  const normalized = (name) => name.toLowerCase().replace(/[-_.]+/g, '-');

  const rows = [...body.rows].map((row, place) => {
    const text = (column) => row.cells[column].textContent;
    const state = states.indexOf(text(2));
    return {
      row,
      name: normalized(text(0)),
      state: states[state],
      keys: {name: place, state, wheel: text(3), since: text(4)},
    };
  });
  const columns = {name: 0, state: 2, wheel: 3, since: 4};
  let order = 'name';
  let falling = false;

  const compare = (a, b) => {
    const one = a.keys[order];
    const other = b.keys[order];
    if (one !== other) {
      return (one < other ? -1 : 1) * (falling ? -1 : 1);
    }
    return a.keys.name - b.keys.name;
  };

  const show = () => {
    const wanted = normalized(search.value.trim());
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    let count = 0;
    for (const {row, name, state} of rows) {
      row.hidden = !name.includes(wanted) || (chosen.length > 0 && !chosen.includes(state));
      count += row.hidden ? 0 : 1;
    }
    reset.hidden = wanted === '' && chosen.length === 0;
    none.hidden = count > 0;
    const all = rows.length === 1 ? '1 package' : `${rows.length} packages`;
    shown.textContent = count === rows.length ? all : `${count} of ${all}`;
  };

  const arrange = () => {
    body.append(...[...rows].sort(compare).map(({row}) => row));
    for (const [name, column] of Object.entries(columns)) {
      const header = table.tHead.rows[0].cells[column];
      if (name === order) {
        header.setAttribute('aria-sort', falling ? 'descending' : 'ascending');
      } else {
        header.removeAttribute('aria-sort');
      }
    }
  };

  // What is shown is in the address, so that it can be kept and passed on.
  const remember = () => {
    const kept = new URLSearchParams();
    if (search.value.trim() !== '') {
      kept.set('name', search.value.trim());
    }
    for (const box of boxes.filter(({checked}) => checked)) {
      kept.append('state', box.value);
    }
    if (order !== 'name' || falling) {
      kept.set('order', (falling ? '-' : '') + order);
    }
    const fragment = kept.toString();
    history.replaceState(null, '', location.href.split('#')[0] + (fragment === '' ? '' : `#${fragment}`));
  };

  const recall = (event) => {
    const fragment = location.hash.slice(1);
    const target = rows.find(({row}) => row.id === fragment);
    if (event && fragment !== '' && !fragment.includes('=') && !target) {
      return;
    }
    const kept = new URLSearchParams(target ? '' : fragment);
    search.value = kept.get('name') || '';
    for (const box of boxes) {
      box.checked = kept.getAll('state').includes(box.value);
    }
    const wanted = kept.get('order') || 'name';
    falling = wanted.startsWith('-');
    order = falling ? wanted.slice(1) : wanted;
    if (!Object.hasOwn(columns, order)) {
      order = 'name';
      falling = false;
    }
    arrange();
    show();
    if (target) {
      target.row.querySelector('details').open = true;
      target.row.scrollIntoView();
    }
  };

  for (const [name, column] of Object.entries(columns)) {
    const header = table.tHead.rows[0].cells[column];
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    button.addEventListener('click', () => {
      falling = order === name && !falling;
      order = name;
      arrange();
      remember();
    });
    header.append(button);
  }
  controls.addEventListener('input', () => {
    show();
    remember();
  });
  controls.addEventListener('submit', (event) => event.preventDefault());
  reset.addEventListener('click', () => {
    search.value = '';
    for (const box of boxes) {
      box.checked = false;
    }
    show();
    remember();
    search.focus();
  });
  window.addEventListener('hashchange', recall);
  controls.hidden = false;
  recall();
})();
