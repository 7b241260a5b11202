// Copies the page's address. Where the browser forbids it, the address is shown to be copied by hand.
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      status.textContent = "copied";
    } catch {
      window.prompt("Copy this link:", window.location.href);
    }
    setTimeout(() => { status.textContent = ""; }, 2000);
  };
}
