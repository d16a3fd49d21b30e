// What is measured within a page of the portal itself; portal-look.ts puts it there and asks it.
// It refuses to judge by names of classes, but for what only screen readers are given.
/** What is wider than the window, cut off, or too low for a thumb (44 px for buttons and fields, 24 px for links). */
globalThis.portalFaults = () => {
  const faults = [];
  const width = document.documentElement.clientWidth;
  const named = (element) => `<${element.localName}> "${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
  const hidden = (element) => !element.checkVisibility({ visibilityProperty: true }) || element.closest('.sr-only, .skipnav') !== null;
  if (document.body.scrollWidth > width) faults.push(`the page is ${document.body.scrollWidth} px wide`);
  for (const element of document.body.querySelectorAll('*')) {
    if (hidden(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > width + 1 || box.left < -1)) faults.push(`${named(element)} reaches out of the window`);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline' && !(element instanceof HTMLInputElement)) faults.push(`${named(element)} is wider than its box`);
    if (element.matches('button, a.button, summary, input:not([type=hidden]):not([type=radio]), textarea') && box.height < 43.5) faults.push(`${named(element)} is ${Math.round(box.height)} px high`);
    if (element.matches('a:not(.button)') && box.height < 23.5 && element.closest('p, td, li') === null) faults.push(`${named(element)} is ${Math.round(box.height)} px high`);
  }
  return [...new Set(faults)];
};
