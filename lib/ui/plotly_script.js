// Loads plotly.js by its address, once for the browser's page: components are modules of their own and share it here.

const plotlyByUrl = (window[Symbol.for("topic-atlas plotly.js")] ??= new Map());

function loadPlotly(url) {
  let loading = plotlyByUrl.get(url);
  if (!loading) {
    loading = addPlotlyScript(url);
    // What failed is forgotten, so that the next call tries again.
    loading.catch(() => plotlyByUrl.delete(url));
    plotlyByUrl.set(url, loading);
  }
  return loading;
}

function addPlotlyScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    // Streamlit's own charts may have left another version in the page; both go on with theirs.
    const theirs = window.Plotly;
    script.src = new URL(url, location.origin).href;
    script.onload = () => {
      const ours = window.Plotly;
      if (theirs) window.Plotly = theirs;
      if (ours) resolve(ours);
      else reject(new Error("plotly.js gave nothing"));
    };
    script.onerror = () => {
      script.remove();
      reject(new Error("plotly.js did not load"));
    };
    document.head.appendChild(script);
  });
}
