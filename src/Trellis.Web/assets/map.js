// Shows the places as a map, drawn from what the site itself brought. Without it, or on a device that cannot, the tiles below say the same.
const at = document.getElementById('map');
const section = document.getElementById('drawn');

if (at && document.createElement('canvas').getContext('webgl2')) show().catch(() => { section.hidden = true; });

async function show() {
  const [library, drawing] = await Promise.all([import(at.dataset.library), fetch(at.dataset.drawing).then(answer => answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status}`)))]);
  library.setWorkerUrl(new URL(at.dataset.worker, location.href).href);
  section.hidden = false;
  const [bounds, fit] = [boundsOf(drawing), { padding: 28 }];
  const map = new library.Map({
    container: at,
    style: {
      version: 8,
      sources: { places: { type: 'geojson', data: drawing } },
      layers: [
        { id: 'places', type: 'fill', source: 'places', paint: { 'fill-color': ['get', 'colour'] } },
        { id: 'borders', type: 'line', source: 'places', paint: { 'line-color': '#5d5b57', 'line-width': 1 } },
      ],
    },
    bounds,
    fitBoundsOptions: fit,
    locale: JSON.parse(at.dataset.words),
    attributionControl: false,
    // A finger that passes over the map moves the page; two move the map.
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    rollEnabled: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }));
  const names = drawing.features.map(({ properties }) => {
    const name = document.createElement('a');
    name.className = 'place';
    name.href = properties.at;
    name.append(properties.name, ' ');
    const told = document.createElement('small');
    told.textContent = properties.told;
    name.append(told);
    // The library keeps what belongs to a marker to itself: role and label of a picture, where this is a link with words.
    new library.Marker({ element: name }).setLngLat([properties.east, properties.north]).addTo(map);
    name.removeAttribute('role');
    name.removeAttribute('aria-label');
    name.removeAttribute('tabindex');
    return name;
  });
  map.on('click', 'places', event => { location.href = event.features[0].properties.at; });
  map.on('mouseenter', 'places', () => { map.getCanvas().style.cursor = 'pointer'; });
  map.on('mouseleave', 'places', () => { map.getCanvas().style.cursor = ''; });
  const part = () => apart(names, at.getBoundingClientRect(), [...at.querySelectorAll('.maplibregl-ctrl')].map(control => control.getBoundingClientRect()));
  map.on('render', part);
  // Whoever turns the telephone still sees all of it, unless they had moved it.
  let moved = false;
  map.on('movestart', event => { if (event.originalEvent) moved = true; });
  map.on('resize', () => { if (!moved) map.fitBounds(bounds, { ...fit, animate: false }); });
  map.once('idle', () => { at.dataset.shown = 'yes'; });
}

/** Of names that would cover each other the first stays; those behind it, or behind the controls, come when the map is nearer. */
function apart(names, frame, controls) {
  const kept = [...controls];
  for (const name of names) {
    name.style.visibility = 'visible';
    const box = name.getBoundingClientRect();
    const covers = box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom || kept.some(other => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
    if (covers) name.style.visibility = 'hidden';
    else kept.push(box);
  }
}

function boundsOf(drawing) {
  const [east, north] = [0, 1].map(axis => drawing.features.flatMap(({ geometry }) => geometry.coordinates.flat(2).map(point => point[axis])));
  return [[Math.min(...east), Math.min(...north)], [Math.max(...east), Math.max(...north)]];
}
