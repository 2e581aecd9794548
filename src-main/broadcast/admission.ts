/** Counts what is in use, in all and by address. */
export interface Admission {
  /** Takes a place; `null` when there is none. The returned function gives it back, once. */
  admit(address: string): (() => void) | null;
  inUse(): number;
}

export function createAdmission(total: number, perAddress: number): Admission {
  const byAddress = new Map<string, number>();
  let inUse = 0;
  return {
    inUse: () => inUse,
    admit(address) {
      const held = byAddress.get(address) ?? 0;
      if (inUse >= total || held >= perAddress) return null;
      inUse += 1;
      byAddress.set(address, held + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        inUse -= 1;
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      };
    },
  };
}
