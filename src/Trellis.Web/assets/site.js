// Improves pages that work without it. Nothing here is needed for any task.
document.addEventListener('submit', event => {
  // A second click on a button that sends does nothing: what was sent is sent once. The page of the answer, or a way back, brings the button to life again.
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = 'yes';
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => delete form.dataset.sent));
