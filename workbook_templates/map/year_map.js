'use strict';
const bar = document.getElementById('filter'), rows = [...document.querySelectorAll('tr.item')];
const fields = [...bar.querySelectorAll('select')], words = bar.querySelector('[type=search]');
const open = document.getElementById('open'), help = document.getElementById('help'), said = bar.querySelector('output');
const lanes = [...document.querySelectorAll('tbody.lane')];
const asked = new URLSearchParams(location.search);
bar.hidden = false;
for (const field of fields) field.value = asked.get(field.dataset.name) || '';
for (const field of fields) if (field.selectedIndex < 0) field.value = '';
words.value = asked.get('查找') || '';
help.checked = asked.has('含协办');
open.checked = asked.has('只看未办结');
function fits(row, field) {
  if (!field.value) return true;
  if (field.name === 'd' && help.checked && row.dataset.h.split('\n').includes(field.value)) return true;
  return row.dataset[field.name] === field.value;
}
function show() {
  const text = words.value.trim().toLowerCase();
  let count = 0;
  for (const row of rows) {
    const seen = fields.every(field => fits(row, field)) && (!open.checked || row.dataset.o) &&
      (!text || row.textContent.toLowerCase().includes(text));
    row.classList.toggle('hide', !seen);
    count += seen;
  }
  for (const lane of lanes) lane.classList.toggle('hide', !lane.querySelector('tr.item:not(.hide)'));
  said.textContent = '显示 ' + count + ' 项，共 ' + rows.length + ' 项';
}
bar.addEventListener('input', show);
bar.addEventListener('submit', event => event.preventDefault());
bar.addEventListener('reset', () => setTimeout(show));
document.getElementById('print').addEventListener('click', () => print());
for (const row of rows) {
  const linked = row.dataset.k ? row.dataset.k.split(' ').map(id => document.getElementById(id)) : [];
  const mark = on => () => linked.forEach(other => other && other.classList.toggle('linked', on));
  row.addEventListener('mouseenter', mark(true));
  row.addEventListener('mouseleave', mark(false));
}
show();
