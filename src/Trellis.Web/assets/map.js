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
    const marker = new library.Marker({ element: name }).setLngLat([properties.east, properties.north]).addTo(map);
    name.removeAttribute('role');
    name.removeAttribute('aria-label');
    name.removeAttribute('tabindex');
    return { name, told, marker, by: [0, 0] };
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

// Of its width and height: so far a name moves, no further than its own ground mostly reaches.
const shifts = [[0, 0], [0, -0.5], [0, 0.5], [-0.4, 0], [0.4, 0], [0, -1], [0, 1], [-0.6, -0.8], [0.6, -0.8], [-0.6, 0.8], [0.6, 0.8]];

/** A name that would cover another, or stand behind the controls, goes without its number or moves aside; only where there is no room for it at all it comes when the map is nearer. */
function apart(names, frame, controls) {
  const kept = [...controls];
  for (const one of names) {
    if (one.name.style.visibility !== 'visible') one.name.style.visibility = 'visible';
    const place = room(one, frame, kept);
    // Whoever has come to a name by the keyboard keeps it.
    if (!place && one.name !== document.activeElement) one.name.style.visibility = 'hidden';
    if (!place) continue;
    if (one.told.hidden !== place.short) one.told.hidden = place.short;
    if (place.by.some((by, axis) => by !== one.by[axis])) one.marker.setOffset(one.by = place.by);
    kept.push(place.box);
  }
}

/** The nearest place where a name has room; nothing where it has none. Most have it where they are, so the rest is measured only where it is needed. */
function room(one, frame, kept) {
  const full = sizeOf(one, false);
  const unmoved = placed(full, [0, 0], one.by);
  if (isFree(unmoved.box, frame, kept)) return unmoved;
  const sizes = [full, sizeOf(one, true)];
  for (const [across, down] of shifts) {
    for (const size of sizes) {
      const place = placed(size, [Math.round(across * size.box.width), Math.round(down * size.box.height)], one.by);
      if (isFree(place.box, frame, kept)) return place;
    }
  }
  return undefined;
}

function sizeOf(one, short) {
  if (one.told.hidden !== short) one.told.hidden = short;
  return { short, box: one.name.getBoundingClientRect() };
}

/** Where a name would stand that is moved so far, from where it stands moved already. */
function placed({ short, box }, by, already) {
  const [left, top] = [box.left - already[0] + by[0], box.top - already[1] + by[1]];
  return { by, short, box: { left, top, right: left + box.width, bottom: top + box.height } };
}

const isFree = (box, frame, kept) =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
  && !kept.some(other => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);

function boundsOf(drawing) {
  const [east, north] = [0, 1].map(axis => drawing.features.flatMap(({ geometry }) => geometry.coordinates.flat(2).map(point => point[axis])));
  return [[Math.min(...east), Math.min(...north)], [Math.max(...east), Math.max(...north)]];
}
