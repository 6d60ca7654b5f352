// Stands where the theme makes its worker: the worker begins when it is first written to, and the page hears all it says.
class extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
  }
  postMessage(message) {
    if (!this.worker) {
      this.worker = new Worker(this.url);
      this.worker.onmessage = ({ data }) => {
        this.dispatchEvent(new MessageEvent("message", { data }));
        document.dispatchEvent(new CustomEvent("atlas-search", { detail: data }));
      };
    }
    this.worker.postMessage(message);
  }
}
