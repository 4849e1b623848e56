// Asks the browser for a passkey. Without it, or where the browser has none, passwords work all the same.
const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && PublicKeyCredential.prototype.toJSON;
for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  const declined = form.querySelector('[data-declined]');
  form.addEventListener('submit', async event => {
    if (form.elements.credential.value) return; // the answer goes out
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = form.querySelector('button');
    button.disabled = true;
    declined.hidden = true;
    try {
      const asked = await fetch(form.dataset.passkey, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'application/json' } });
      if (!asked.ok) { form.elements.credential.value = 'none'; form.requestSubmit(); return; } // the page says what is wrong
      const { ticket, create, options } = await asked.json();
      const made = create
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.ticket.value = ticket;
      form.elements.credential.value = JSON.stringify(made.toJSON());
      button.disabled = false;
      form.requestSubmit();
    } catch {
      declined.hidden = false;
    } finally {
      button.disabled = false;
    }
  });
}
// What was answered once is asked anew, also where somebody came back to the page.
addEventListener('pageshow', () => document.querySelectorAll('form[data-passkey]').forEach(form => { form.elements.credential.value = ''; form.elements.ticket.value = ''; }));
