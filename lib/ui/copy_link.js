// Copies the address of what the page shows. Where the browser forbids it, the address is shown to be copied by hand.
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.onclick = async () => {
    const link = new URL(window.location.href);
    link.search = data.query;
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = "copied";
    } catch {
      window.prompt("Copy this link:", link.href);
    }
    setTimeout(() => { status.textContent = ""; }, 2000);
  };
}
