export const fhir = () => [];
