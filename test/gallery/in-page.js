// What is measured within the page itself; inspect.ts puts it there and asks it, as `mailLook`.
// It refuses to judge by names or classes: only what the browser has laid out counts.
globalThis.mailLook = (() => {
  const slack = 1;
  const squeeze = (text) => text.replace(/\u034f|[\u00ad\u200b-\u200d\u2007\ufeff]/g, '').replace(/\s+/g, ' ').trim();
  const short = (text, most = 48) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const nameOf = (element) => {
    const owner = element.className ? element : element.closest('[class]');
    const words = short(squeeze(element.textContent || element.getAttribute('alt') || ''));
    return `<${element.localName}>${owner && owner.className ? ` of .${String(owner.className).trim().split(/\s+/).join('.')}` : ''}${words ? ` "${words}"` : ''}`;
  };
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /** Hidden for the eye on purpose, said by a screen reader: a box of one point. */
  const forEarsOnly = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.position === 'absolute' && at.offsetWidth <= 1 && at.offsetHeight <= 1) return true;
    }
    return false;
  };
  const shown = () => [...document.body.querySelectorAll('*')].filter((element) => visible(element) && !forEarsOnly(element));
  const textNodes = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (squeeze(walker.currentNode.data) !== '' && parent && !/^(?:style|script|title)$/.test(parent.localName)) found.push(walker.currentNode);
    }
    return found;
  };
  const seenTexts = () => textNodes().filter((node) => visible(node.parentElement) && !forEarsOnly(node.parentElement));

  /** What is wider than its box or than the window, and text that is cut off or covered. */
  const cut = () => {
    const width = document.documentElement.clientWidth;
    const faults = [];
    if (document.documentElement.scrollWidth > width + slack) faults.push(`the mail is ${document.documentElement.scrollWidth} px wide`);
    const wide = shown().filter((element) => element.clientWidth > 0 && getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + slack);
    for (const element of wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)))) {
      faults.push(`${nameOf(element)} is ${element.scrollWidth - element.clientWidth} px wider than its box`);
    }
    for (const element of shown()) {
      const style = getComputedStyle(element);
      if (style.display !== 'inline' && /hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + slack) faults.push(`${nameOf(element)} loses ${element.scrollHeight - element.clientHeight} px of its height`);
      const box = element.getBoundingClientRect();
      if (element.localName === 'img' && (box.right > width + slack || box.left < -slack)) faults.push(`${nameOf(element)} reaches out of the window`);
    }
    for (const node of seenTexts()) {
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const words = short(squeeze(node.data));
      if (rects.length === 0) faults.push(`the text "${words}" takes no room`);
      if (rects.some((rect) => rect.right > width + slack || rect.left < -slack)) faults.push(`the text "${words}" reaches out of the window`);
      for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.display === 'inline' || (style.overflowX === 'visible' && style.overflowY === 'visible')) continue;
        const box = at.getBoundingClientRect();
        if (rects.some((rect) => rect.right > box.right + slack || rect.left < box.left - slack || rect.bottom > box.bottom + 3 || rect.top < box.top - 3)) faults.push(`the text "${words}" is cut off by ${nameOf(at)}`);
      }
    }
    return [...new Set(faults)];
  };

  /** Links too low for a thumb: a line of text must be 24 px high, a button 44. */
  const links = () => {
    const faults = [];
    for (const link of document.body.querySelectorAll('a')) {
      if (!visible(link)) continue;
      const style = getComputedStyle(link);
      const isButton = style.display !== 'inline';
      const line = Number.parseFloat(style.lineHeight);
      const height = isButton ? link.getBoundingClientRect().height : Math.max(link.getClientRects()[0]?.height ?? 0, Number.isNaN(line) ? 0 : line);
      const least = isButton ? 44 : 24;
      if (height < least - 0.5) faults.push(`the ${isButton ? 'button' : 'link'} ${nameOf(link)} is ${Math.round(height)} px high, which is less than ${least}`);
      if (!link.getAttribute('href')) faults.push(`the link ${nameOf(link)} leads nowhere`);
    }
    return faults;
  };

  const channels = (colour) => (/rgba?\(([^)]+)\)/.exec(colour)?.[1] ?? '0,0,0,0').split(/[\s,/]+/).map(Number);
  const backgroundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = channels(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return matchMedia('(prefers-color-scheme: dark)').matches && /dark/.test(getComputedStyle(document.documentElement).colorScheme) ? [18, 18, 18] : [255, 255, 255];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };

  /** With pictures off: can the words in their places be read? */
  const pictures = () => {
    const faults = [];
    for (const picture of document.body.querySelectorAll('img')) {
      const alt = picture.getAttribute('alt');
      if (alt === null) faults.push(`a picture has no alt text`);
      if (!alt || !visible(picture)) continue;
      const style = getComputedStyle(picture);
      const ratio = contrast(channels(style.color), backgroundOf(picture));
      if (ratio < 4.5) faults.push(`the alt text "${short(alt)}" has a contrast of ${ratio.toFixed(1)}`);
      if (Number.parseFloat(style.fontSize) < 13) faults.push(`the alt text "${short(alt)}" is ${style.fontSize} small`);
      // Chromium lets words in a line run on; other programs keep them within the picture's place.
      if (style.display === 'inline') picture.style.display = 'inline-block';
      // The words laid out beside it in a box of the same width: that high the picture's place must be.
      const twin = document.createElement('div');
      twin.textContent = alt;
      Object.assign(twin.style, { font: style.font, letterSpacing: style.letterSpacing, width: `${picture.clientWidth}px`, position: 'absolute', visibility: 'hidden', padding: '0', margin: '0' });
      document.body.append(twin);
      const needed = twin.scrollHeight;
      const tooWide = twin.scrollWidth > twin.clientWidth + slack;
      twin.remove();
      if (needed > picture.clientHeight + 4 || tooWide) faults.push(`the alt text "${short(alt)}" needs ${needed} px and its picture's place is ${picture.clientHeight} px high`);
    }
    return faults;
  };

  /** Language, title, landmark, and the hidden words that are read beside the Subject. */
  const head = () => {
    const first = textNodes()[0];
    const landmarks = [...document.querySelectorAll('main, [role=main], article, [role=article]')];
    const outside = landmarks.length === 0 ? undefined : seenTexts().find((node) => !landmarks.some((landmark) => landmark.contains(node)));
    // A sentence within it may be in another language, and then says so.
    const languages = [document.body, ...landmarks].map((element) => element.closest('[lang]')?.getAttribute('lang') ?? null);
    return {
      lang: document.documentElement.getAttribute('lang'), languages: [...new Set(languages)], title: squeeze(document.title), landmarks: landmarks.length,
      landmarkNamed: landmarks.every((landmark) => landmark.localName === 'main' || landmark.getAttribute('role') === 'main' || landmark.hasAttribute('aria-label') || landmark.hasAttribute('aria-labelledby')),
      outside: outside ? short(squeeze(outside.data)) : null,
      preheader: first ? squeeze(first.data) : '', preheaderHidden: first ? !visible(first.parentElement) : false,
    };
  };

  /** All that can be read with pictures off: text, alt texts, and where links lead. */
  const words = () => {
    const all = [...document.body.querySelectorAll('img')].filter(visible).map((picture) => picture.getAttribute('alt') ?? '');
    return squeeze([document.body.innerText, ...all, ...[...document.body.querySelectorAll('a')].map((link) => link.getAttribute('href') ?? '')].join(' '));
  };

  /** Text of another size, as a person sets it in the mail program: every letter and its line, not the boxes. */
  const zoom = (factor) => {
    const sizes = [...document.body.querySelectorAll('*')].map((element) => [element, getComputedStyle(element).fontSize, getComputedStyle(element).lineHeight]);
    for (const [element, size, line] of sizes) {
      element.style.setProperty('font-size', `${Number.parseFloat(size) * factor}px`, 'important');
      if (line.endsWith('px')) element.style.setProperty('line-height', `${Number.parseFloat(line) * factor}px`, 'important');
    }
  };

  /** The lowest place at or above `most` where nothing is cut in two. */
  const cropAt = (most) => {
    const boxes = [...seenTexts().map((node) => { const range = document.createRange(); range.selectNodeContents(node); return [...range.getClientRects()]; }).flat(),
      ...[...document.body.querySelectorAll('img, .button, a')].filter(visible).map((element) => element.getBoundingClientRect())].map((rect) => [rect.top + scrollY, rect.bottom + scrollY]);
    const bottom = Math.max(...boxes.map(([, low]) => low));
    if (bottom <= most) return Math.min(Math.ceil(document.documentElement.scrollHeight), most);
    const free = (y) => !boxes.some(([top, low]) => top < y + 6 && low > y - 6);
    for (let y = Math.floor(most); y > most / 2; y -= 1) if (free(y)) return y;
    return Math.floor(most);
  };

  return { cut, links, pictures, head, words, zoom, cropAt };
})();
