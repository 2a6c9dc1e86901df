import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** The canonical text of an address (::ffff:1.2.3.4 is 1.2.3.4), undefined when it isn't one. */
export function canonicalAddress(text: string): string | undefined {
  return ipaddr.isValid(text) && isFull(text) ? ipaddr.process(text).toString() : undefined;
}

/** The canonical text of an address or range: host bits cleared, IPv4-mapped IPv6 as IPv4. Undefined when it isn't one. */
export function parseAddressRange(text: string): string | undefined {
  const [address = '', length, ...more] = text.split('/');
  if (more.length > 0 || !ipaddr.isValid(address) || !isFull(address)) return undefined;
  if (length === undefined) return canonicalAddress(address);
  if (!/^\d{1,3}$/.test(length)) return undefined;
  return canonicalRange(ipaddr.parse(address), Number(length));
}

/** Whether every address of `inner` lies in one of the `outer` ranges. */
export function isWithin(inner: string, outer: readonly string[]): boolean {
  const [address, length] = toRange(inner);
  return outer.some((range) => {
    const [start, outerLength] = toRange(range);
    return start.kind() === address.kind() && outerLength <= length && matches(address, start, outerLength);
  });
}

function canonicalRange(address: Address, length: number): string | undefined {
  if (length > (address.kind() === 'ipv4' ? 32 : 128)) return undefined;
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    return length >= 96 ? canonicalRange(address.toIPv4Address(), length - 96) : undefined;
  }
  const kind = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(`${address.toString()}/${length}`).toString()}/${length}`;
}

function toRange(text: string): [Address, number] {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function matches(address: Address, start: Address, length: number): boolean {
  return (address as ipaddr.IPv4).match(start as ipaddr.IPv4, length);
}

/** `1.2` and `0x7f.1` are addresses to the C library, never to people; a zone (`%eth0`) means something on one machine only. */
function isFull(text: string): boolean {
  return text.includes(':') ? !text.includes('%') : ipaddr.IPv4.isValidFourPartDecimal(text);
}
