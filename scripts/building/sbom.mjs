/**
 * What of a CycloneDX document of all packages is in what we ship, going by the lock: neither what
 * only development needs, nor what is optional. `npm sbom --omit dev` cannot be used: it leaves out
 * whatever a package of development needs too (amqplib, rxjs).
 *
 * @param name, version: of the product; npm names it after the folder
 */
export function shippedPart(document, lock, { name, version }) {
  const shipped = new Set(
    Object.entries(lock.packages)
      .filter(([path]) => path.startsWith('node_modules/'))
      .filter(
        ([, { dev, optional, devOptional, link }]) => !dev && !optional && !devOptional && !link,
      )
      .map(([path, entry]) => `${entry.name ?? nameOf(path)}@${entry.version}`),
  );
  const root = document.metadata.component;
  const refs = new Set([root['bom-ref']]);
  const components = document.components.filter((component) => {
    const { group, name: own, version: its } = component;
    const full = group && !own.startsWith('@') ? `${group}/${own}` : own;
    const isShipped = shipped.has(`${full}@${its}`);
    if (isShipped) refs.add(component['bom-ref']);
    return isShipped;
  });
  const dependencies = document.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => refs.has(on)) }));
  const component = { ...root, name, version };
  return { ...document, metadata: { ...document.metadata, component }, components, dependencies };
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
