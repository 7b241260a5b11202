// What Streamlit calls: at mount and again at each change of data or theme, always with the same element. Of the functions
// returned only the last is called, when the element goes; so every call gives the same one.

const instances = new WeakMap();

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let instance = instances.get(parentElement);
  if (!instance) {
    const map = new TopicMap(parentElement);
    const cleanup = () => {
      instances.delete(parentElement);
      map.dispose();
    };
    instance = { map, cleanup };
    instances.set(parentElement, instance);
  }
  instance.map.update(data, {
    region: (value) => setStateValue("region", value),
    click: (value) => setTriggerValue("click", value),
    dates: (value) => setTriggerValue("dates", value),
    names: (value) => setTriggerValue("names", value),
  });
  return instance.cleanup;
}
