// Passkeys: what the hub asks goes to the browser, what the browser says goes back with the form. Where a browser knows
// none, the buttons stay away and the other ways remain.

const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON;

const question = async (form) => {
  if (!form.dataset.optionsUrl) return JSON.parse(document.getElementById("passkey_data").textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

const make = (form, { creation_options: { publicKey } }) => {
  const isAlone = form.elements.passwordless.checked;
  const selection = { ...publicKey.authenticatorSelection };
  selection.residentKey = isAlone ? "required" : "discouraged";
  selection.requireResidentKey = isAlone;
  if (isAlone) selection.userVerification = "required";
  const asked = { ...publicKey, authenticatorSelection: selection };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
};

const use = (form, { request_options: { publicKey } }) =>
  navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });

for (const form of known ? document.querySelectorAll("form[data-passkey]") : []) {
  const button = form.querySelector("[data-passkey-go]");
  const status = form.querySelector("[data-passkey-status]");
  form.hidden = button.disabled = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = "";
    try {
      const said = await (form.dataset.passkey === "make" ? make : use)(form, await question(form));
      form.elements.credential.value = JSON.stringify(said);
      form.submit();
    } catch {
      status.textContent = form.dataset.failed;
      button.disabled = false;
    }
  });
}
