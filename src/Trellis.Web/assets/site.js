// Improves pages that work without it. Nothing here is needed for any task.
document.addEventListener('submit', event => {
  // A second click on a button that sends does nothing: what was sent is sent once. Only a way back to the page brings the button to life again.
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
});
// Not where a page comes for the first time: it can be pressed before all of it has come.
addEventListener('pageshow', event => { if (event.persisted) document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent); });
// Whoever prints a page has all of it on paper. Newer browsers do that by the style alone.
let folded = [];
addEventListener('beforeprint', () => { folded = [...document.querySelectorAll('main details:not([open])')]; folded.forEach(one => { one.open = true; }); });
addEventListener('afterprint', () => folded.forEach(one => { one.open = false; }));
