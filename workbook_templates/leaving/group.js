'use strict';
const bar = document.getElementById('filter'), said = bar.querySelector('output'), words = bar.querySelector('[type=search]');
const fields = [...bar.querySelectorAll('select')], sections = [...document.querySelectorAll('section')];
const rows = [...document.querySelectorAll('tbody tr')], asked = new URLSearchParams(location.search);
bar.hidden = false;
for (const field of fields) {
  field.value = asked.get(field.dataset.name) || '';
  if (field.selectedIndex < 0) field.value = '';
}
words.value = asked.get('查找') || '';
function show() {
  const text = words.value.trim().toLowerCase(), list = fields.find(field => field.name === 's').value;
  let count = 0;
  for (const section of sections) {
    const here = !list || section.id === list;
    section.classList.toggle('hide', !here);
    for (const row of here ? section.querySelectorAll('tbody tr') : []) {
      const fits = fields.every(field => field.name === 's' || !field.value || row.dataset[field.name] === undefined ||
        row.dataset[field.name] === field.value) && (!text || row.textContent.toLowerCase().includes(text));
      row.classList.toggle('hide', !fits);
      count += fits;
    }
  }
  said.textContent = '显示 ' + count + ' 行，共 ' + rows.length + ' 行';
}
for (const head of document.querySelectorAll('th')) head.addEventListener('click', () => {
  const body = head.closest('table').tBodies[0], place = head.cellIndex, down = head.dataset.down = head.dataset.down ? '' : '1';
  const key = row => row.cells[place].dataset.v;
  const order = (a, b) => key(a) === undefined || key(b) === undefined ?
    a.cells[place].textContent.localeCompare(b.cells[place].textContent, 'zh') : key(a) - key(b);
  body.append(...[...body.rows].sort((a, b) => down ? order(b, a) : order(a, b)));
});
bar.addEventListener('input', show);
bar.addEventListener('submit', event => event.preventDefault());
bar.addEventListener('reset', () => setTimeout(show));
show();
