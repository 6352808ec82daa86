// Written by ubl/generate-structure.ts from the schemas of OASIS UBL 2.3 (Copyright OASIS Open 2021).
/** Documents: children in their order; ? * + say how often. */
export const documents = `
ApplicationResponse: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID cbc:UUID? cbc:IssueDate cbc:IssueTime? cbc:ResponseDate? cbc:ResponseTime? cbc:Note* cbc:VersionID? cac:Signature* cac:SenderParty cac:ReceiverParty cac:DocumentResponse*
AwardedNotification: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cac:SenderParty cac:ReceiverParty cac:MinutesDocumentReference? cac:AdditionalDocumentReference* cac:TenderResult+ cac:FinalFinancialGuarantee* cac:Signature*
CallForTenders: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:ApprovalDate? cbc:IssueDate cbc:IssueTime? cbc:Note* cbc:VersionID? cbc:PreviousVersionID? cac:LegalDocumentReference? cac:TechnicalDocumentReference? cac:RequiredDocumentReference* cac:ProvidedDocumentReference* cac:AdditionalDocumentReference* cac:Signature* cac:ContractingParty+ cac:OriginatorCustomerParty* cac:ReceiverParty? cac:TenderingTerms? cac:TenderingProcess? cac:ProcurementProject cac:ProcurementProjectLot*
Catalogue: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID cbc:UUID? cbc:ActionCode? cbc:Name? cbc:IssueDate cbc:IssueTime? cbc:RevisionDate? cbc:RevisionTime? cbc:Note* cbc:Description* cbc:VersionID? cbc:PreviousVersionID? cbc:LineCountNumeric? cac:ValidityPeriod* cac:ReferencedContract* cac:SourceCatalogueReference? cac:DocumentReference* cac:Signature* cac:ProviderParty cac:ReceiverParty cac:SellerSupplierParty? cac:ContractorCustomerParty? cac:TradingTerms* cac:CatalogueLine+
ContractAwardNotice: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:Note* cbc:VersionID? cbc:PreviousVersionID? cbc:RequestedPublicationDate? cbc:RegulatoryDomain* cbc:NoticeTypeCode? cbc:PublishAwardIndicator? cbc:NoticeLanguageCode? cac:AdditionalNoticeLanguage* cac:PreviousDocumentReference* cac:MinutesDocumentReference* cac:Signature* cac:ContractingParty+ cac:OriginatorCustomerParty? cac:ReceiverParty? cac:TenderingTerms? cac:TenderingProcess? cac:ProcurementProject? cac:ProcurementProjectLot* cac:TenderResult+
Enquiry: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:IssueDate cbc:IssueTime? cbc:LatestReplyDate? cbc:LatestReplyTime? cbc:Description* cac:Signature* cac:RequestorParty cac:ResponderParty cac:AdditionalDocumentReference* cac:Attachment*
EnquiryResponse: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:IssueDate cbc:IssueTime? cbc:Description* cac:Signature* cac:RequestorParty cac:ResponderParty cac:ParentDocumentReference cac:AdditionalDocumentReference* cac:Attachment*
Tender: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID cbc:CopyIndicator? cbc:UUID? cbc:TenderTypeCode? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cac:ValidityPeriod? cac:CallForTenderDocumentReference? cac:DocumentReference* cac:Signature* cac:TendererParty+ cac:TendererQualificationDocumentReference? cac:SubcontractorParty* cac:ContractingParty* cac:OriginatorCustomerParty? cac:TenderedProject+
TenderContract: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cbc:RegulatoryDomain* cbc:PublishAwardIndicator? cac:PreviousDocumentReference* cac:ContractDocumentReference* cac:Signature* cac:ContractingParty+ cac:EconomicOperatorParty+ cac:ReceiverParty? cac:TenderingTerms? cac:TenderingProcess? cac:ProcurementProject? cac:ProcurementProjectLot* cac:TenderResult+
TenderReceipt: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cbc:RegisteredDate cbc:RegisteredTime cac:TenderDocumentReference* cac:Signature* cac:SenderParty cac:ReceiverParty
TenderStatus: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID? cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cbc:ProcedureCode? cac:TenderSubmissionDeadlinePeriod? cac:InvitationSubmissionPeriod? cac:ParticipationRequestReceptionPeriod? cac:ProcurementLegislationDocumentReference? cac:FiscalLegislationDocumentReference? cac:EnvironmentalLegislationDocumentReference? cac:EmploymentLegislationDocumentReference? cac:TenderStatusInquiryDocumentReference* cac:Signature* cac:ContractingParty cac:EconomicOperatorParty cac:DocumentProviderParty? cac:TenderRecipientParty? cac:ProcurementProject? cac:ProcurementProjectLot*
TenderWithdrawal: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID? cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cbc:WithdrawOfferIndicator? cac:TenderDocumentReference* cac:TenderNotificationDocumentReference* cac:Signature* cac:ContractingParty+ cac:TendererParty
UnawardedNotification: ext:UBLExtensions? cbc:UBLVersionID? cbc:CustomizationID? cbc:ProfileID? cbc:ProfileExecutionID? cbc:ID? cbc:CopyIndicator? cbc:UUID? cbc:ContractFolderID cbc:IssueDate cbc:IssueTime? cbc:ContractName* cbc:Note* cac:Signature* cac:SenderParty cac:ReceiverParty cac:MinutesDocumentReference? cac:AdditionalDocumentReference* cac:TenderResult+ cac:AppealTerms?
`;
/** Types of aggregates in the same way. */
export const aggregates = `
ActivityDataLine: ext:UBLExtensions? cbc:ID cbc:SupplyChainActivityTypeCode cac:BuyerCustomerParty? cac:SellerSupplierParty? cac:ActivityPeriod? cac:ActivityOriginLocation cac:ActivityFinalLocation? cac:SalesItem+
ActivityProperty: ext:UBLExtensions? cbc:Name cbc:Value
Address: ext:UBLExtensions? cbc:ID? cbc:AddressTypeCode? cbc:AddressFormatCode? cbc:Postbox? cbc:Floor? cbc:Room? cbc:StreetName? cbc:AdditionalStreetName? cbc:BlockName? cbc:BuildingName? cbc:BuildingNumber? cbc:Description* cbc:InhouseMail? cbc:Department? cbc:MarkAttention? cbc:MarkCare? cbc:PlotIdentification? cbc:CitySubdivisionName? cbc:CityName? cbc:PostalZone? cbc:CountrySubentity? cbc:CountrySubentityCode? cbc:Region? cbc:District? cbc:TimezoneOffset? cac:AddressLine* cac:Country? cac:LocationCoordinate*
AddressLine: ext:UBLExtensions? cbc:Line
AirTransport: ext:UBLExtensions? cbc:AircraftID
AllowanceCharge: ext:UBLExtensions? cbc:ID? cbc:ChargeIndicator cbc:AllowanceChargeReasonCode? cbc:AllowanceChargeReason* cbc:MultiplierFactorNumeric? cbc:PrepaidIndicator? cbc:SequenceNumeric? cbc:Amount cbc:BaseAmount? cbc:AccountingCostCode? cbc:AccountingCost? cbc:PerUnitAmount? cac:TaxCategory* cac:TaxTotal? cac:PaymentMeans*
AppealTerms: ext:UBLExtensions? cbc:Description* cac:PresentationPeriod? cac:AppealInformationParty? cac:AppealReceiverParty? cac:MediationParty?
Attachment: ext:UBLExtensions? cbc:EmbeddedDocumentBinaryObject? cbc:EmbeddedDocument? cac:ExternalReference?
Attestation: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Description* cbc:Note* cbc:AcceptanceIndicator? cac:ValidityPeriod? cac:IssuerParty? cac:AttestationLine+
AttestationLine: ext:UBLExtensions? cbc:ID? cbc:TypeCode? cbc:Description* cac:CriterionItem* cac:SubAttestationLine*
AuctionTerms: ext:UBLExtensions? cbc:AuctionConstraintIndicator? cbc:JustificationDescription* cbc:Description* cbc:ProcessDescription* cbc:ConditionsDescription* cbc:ElectronicDeviceDescription* cbc:AuctionURI?
Authorization: ext:UBLExtensions? cbc:PurposeCode? cbc:Purpose* cac:ValidityPeriod? cac:Certificate*
AwardingCriterion: ext:UBLExtensions? cbc:ID? cbc:AwardingCriterionTypeCode? cbc:Name* cbc:Description* cbc:WeightNumeric? cbc:Weight* cbc:CalculationExpression* cbc:CalculationExpressionCode? cbc:MinimumQuantity? cbc:MaximumQuantity? cbc:MinimumAmount? cbc:MaximumAmount? cbc:MinimumImprovementBid* cac:SubordinateAwardingCriterion*
AwardingCriterionResponse: ext:UBLExtensions? cbc:ID? cbc:AwardingCriterionID? cbc:AwardingCriterionDescription* cbc:Description* cbc:Quantity? cbc:Amount? cac:SubordinateAwardingCriterionResponse*
AwardingTerms: ext:UBLExtensions? cbc:WeightingAlgorithmCode? cbc:Description* cbc:TechnicalCommitteeDescription* cbc:LowTendersDescription* cbc:PrizeIndicator? cbc:PrizeDescription* cbc:PaymentDescription* cbc:FollowupContractIndicator? cbc:BindingOnBuyerIndicator? cbc:NoFurtherNegotiationIndicator? cac:AwardingCriterion* cac:TechnicalCommitteePerson* cac:Prize*
BallastWaterSummary: ext:UBLExtensions? cbc:ID? cbc:ManagementPlanOnBoardIndicator? cbc:ManagementPlanImplementedIndicator? cbc:IMOGuidelinesOnBoardIndicator? cbc:TotalBallastTanksOnBoardQuantity? cbc:TanksInBallastQuantity? cbc:TanksExchangedQuantity? cbc:TanksNotExchangedQuantity? cbc:TotalBallastWaterOnBoardMeasure? cbc:TotalBallastWaterCapacityMeasure? cbc:OtherControlActions* cbc:NoControlActionsReason* cac:UptakeBallastWaterTransaction* cac:ExchangeBallastWaterTransaction* cac:DischargeBallastWaterTransaction* cac:ResponsibleOfficerPerson?
BallastWaterTransaction: ext:UBLExtensions? cbc:TankID? cbc:TankTypeCode? cbc:ExchangeMethodCode? cbc:ExchangedPercent? cbc:VolumeMeasure? cbc:SeaHeightMeasure? cbc:SalinityMeasure? cbc:TransactionDate? cac:Location? cac:BallastWaterTemperature?
BillingReference: ext:UBLExtensions? cac:InvoiceDocumentReference? cac:SelfBilledInvoiceDocumentReference? cac:CreditNoteDocumentReference? cac:SelfBilledCreditNoteDocumentReference? cac:DebitNoteDocumentReference? cac:ReminderDocumentReference? cac:AdditionalDocumentReference? cac:BillingReferenceLine*
BillingReferenceLine: ext:UBLExtensions? cbc:ID cbc:Amount? cac:AllowanceCharge*
Branch: ext:UBLExtensions? cbc:ID? cbc:Name? cac:FinancialInstitution? cac:Address?
BudgetAccount: ext:UBLExtensions? cbc:ID? cbc:BudgetYearNumeric? cac:RequiredClassificationScheme?
BudgetAccountLine: ext:UBLExtensions? cbc:ID? cbc:TotalAmount? cac:BudgetAccount*
Capability: ext:UBLExtensions? cbc:CapabilityTypeCode? cbc:Description* cbc:ValueAmount? cbc:ValueQuantity? cac:EvidenceSupplied* cac:ValidityPeriod? cac:WebSite?
CardAccount: ext:UBLExtensions? cbc:PrimaryAccountNumberID cbc:NetworkID cbc:CardTypeCode? cbc:ValidityStartDate? cbc:ExpiryDate? cbc:IssuerID? cbc:IssueNumberID? cbc:CV2ID? cbc:CardChipCode? cbc:ChipApplicationID? cbc:HolderName? cbc:RoleCode?
CatalogueItemSpecificationUpdateLine: ext:UBLExtensions? cbc:ID cac:ContractorCustomerParty? cac:SellerSupplierParty? cac:Item
CatalogueLine: ext:UBLExtensions? cbc:ID cbc:ActionCode? cbc:LifeCycleStatusCode? cbc:ContractSubdivision? cbc:Note* cbc:OrderableIndicator? cbc:OrderableUnit? cbc:ContentUnitQuantity? cbc:OrderQuantityIncrementNumeric? cbc:MinimumOrderQuantity? cbc:MaximumOrderQuantity? cbc:WarrantyInformation* cbc:PackLevelCode? cac:ContractorCustomerParty? cac:SellerSupplierParty? cac:WarrantyParty? cac:WarrantyValidityPeriod? cac:LineValidityPeriod? cac:ItemComparison* cac:ComponentRelatedItem* cac:AccessoryRelatedItem* cac:RequiredRelatedItem* cac:ReplacementRelatedItem* cac:ComplementaryRelatedItem* cac:ReplacedRelatedItem* cac:RequiredItemLocationQuantity* cac:DocumentReference* cac:Item cac:KeywordItemProperty* cac:CallForTendersLineReference? cac:CallForTendersDocumentReference?
CataloguePricingUpdateLine: ext:UBLExtensions? cbc:ID cac:ContractorCustomerParty? cac:SellerSupplierParty? cac:RequiredItemLocationQuantity*
CatalogueReference: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:IssueDate? cbc:IssueTime? cbc:RevisionDate? cbc:RevisionTime? cbc:Note* cbc:Description* cbc:VersionID? cbc:PreviousVersionID?
CatalogueRequestLine: ext:UBLExtensions? cbc:ID cbc:ContractSubdivision? cbc:Note* cac:LineValidityPeriod? cac:RequiredItemLocationQuantity* cac:Item
Certificate: ext:UBLExtensions? cbc:ID cbc:CertificateTypeCode? cbc:CertificateType* cbc:Remarks* cac:IssuerParty? cac:DocumentReference* cac:Signature*
CertificateOfOriginApplication: ext:UBLExtensions? cbc:ReferenceID cbc:CertificateType cbc:ApplicationStatusCode? cbc:OriginalJobID cbc:PreviousJobID? cbc:Remarks* cac:Shipment cac:EndorserParty+ cac:PreparationParty cac:IssuerParty cac:ExporterParty? cac:ImporterParty? cac:IssuingCountry cac:DocumentDistribution* cac:SupportingDocumentReference* cac:Signature*
ClassificationCategory: ext:UBLExtensions? cbc:Name? cbc:CodeValue? cbc:Description* cac:CategorizesClassificationCategory*
ClassificationScheme: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:LastRevisionDate? cbc:LastRevisionTime? cbc:Note* cbc:Name? cbc:Description* cbc:AgencyID? cbc:AgencyName? cbc:VersionID? cbc:URI? cbc:SchemeURI? cbc:LanguageID? cac:ClassificationCategory+
Clause: ext:UBLExtensions? cbc:ID? cbc:Content*
CommodityClassification: ext:UBLExtensions? cbc:NatureCode? cbc:CargoTypeCode? cbc:CommodityCode? cbc:ItemClassificationCode?
Communication: ext:UBLExtensions? cbc:ChannelCode? cbc:Channel? cbc:Value?
CompletedTask: ext:UBLExtensions? cbc:AnnualAverageAmount? cbc:TotalTaskAmount? cbc:PartyCapacityAmount? cbc:Description* cac:EvidenceSupplied* cac:Period? cac:RecipientCustomerParty?
Condition: ext:UBLExtensions? cbc:AttributeID cbc:Measure? cbc:Description* cbc:MinimumMeasure? cbc:MaximumMeasure?
Consignment: ext:UBLExtensions? cbc:ID cbc:CarrierAssignedID? cbc:ConsigneeAssignedID? cbc:ConsignorAssignedID? cbc:FreightForwarderAssignedID? cbc:BrokerAssignedID? cbc:ContractedCarrierAssignedID? cbc:PerformingCarrierAssignedID? cbc:SummaryDescription* cbc:TotalInvoiceAmount? cbc:DeclaredCustomsValueAmount? cbc:TariffDescription* cbc:TariffCode? cbc:InsurancePremiumAmount? cbc:GrossWeightMeasure? cbc:NetWeightMeasure? cbc:NetNetWeightMeasure? cbc:ChargeableWeightMeasure? cbc:GrossVolumeMeasure? cbc:NetVolumeMeasure? cbc:LoadingLengthMeasure? cbc:Remarks* cbc:HazardousRiskIndicator? cbc:AnimalFoodIndicator? cbc:HumanFoodIndicator? cbc:LivestockIndicator? cbc:BulkCargoIndicator? cbc:ContainerizedIndicator? cbc:GeneralCargoIndicator? cbc:SpecialSecurityIndicator? cbc:ThirdPartyPayerIndicator? cbc:CarrierServiceInstructions* cbc:CustomsClearanceServiceInstructions* cbc:ForwarderServiceInstructions* cbc:SpecialServiceInstructions* cbc:SequenceID? cbc:ShippingPriorityLevelCode? cbc:HandlingCode? cbc:HandlingInstructions* cbc:Information* cbc:TotalGoodsItemQuantity? cbc:TotalTransportHandlingUnitQuantity? cbc:InsuranceValueAmount? cbc:DeclaredForCarriageValueAmount? cbc:DeclaredStatisticsValueAmount? cbc:FreeOnBoardValueAmount? cbc:SpecialInstructions* cbc:SplitConsignmentIndicator? cbc:DeliveryInstructions* cbc:ConsignmentQuantity? cbc:ConsolidatableIndicator? cbc:HaulageInstructions* cbc:LoadingSequenceID? cbc:ChildConsignmentQuantity? cbc:TotalPackagesQuantity? cac:ConsolidatedShipment* cac:CustomsDeclaration* cac:RequestedPickupTransportEvent? cac:RequestedDeliveryTransportEvent? cac:PlannedPickupTransportEvent? cac:PlannedDeliveryTransportEvent? cac:ActualPickupTransportEvent? cac:ActualDeliveryTransportEvent? cac:Status* cac:ChildConsignment* cac:ConsigneeParty? cac:ExporterParty? cac:ConsignorParty? cac:ImporterParty? cac:CarrierParty? cac:FreightForwarderParty? cac:NotifyParty? cac:OriginalDespatchParty? cac:FinalDeliveryParty? cac:PerformingCarrierParty? cac:SubstituteCarrierParty? cac:LogisticsOperatorParty? cac:TransportAdvisorParty? cac:HazardousItemNotificationParty? cac:InsuranceParty? cac:MortgageHolderParty? cac:BillOfLadingHolderParty? cac:OriginalDepartureCountry? cac:FinalDestinationCountry? cac:TransitCountry* cac:TransportContract? cac:TransportEvent* cac:OriginalDespatchTransportationService? cac:FinalDeliveryTransportationService? cac:DeliveryTerms? cac:PaymentTerms? cac:CollectPaymentTerms? cac:DisbursementPaymentTerms? cac:PrepaidPaymentTerms? cac:FreightAllowanceCharge* cac:ExtraAllowanceCharge* cac:MainCarriageShipmentStage* cac:PreCarriageShipmentStage* cac:OnCarriageShipmentStage* cac:TransportHandlingUnit* cac:FirstArrivalPortLocation? cac:LastExitPortLocation? cac:OfficeOfEntryLocation? cac:OfficeOfSubSequentiallyEntryLocation? cac:OfficeOfExitLocation? cac:OfficeOfDepartureLocation? cac:OfficeOfDestinationLocation? cac:OfficeOfImportLocation? cac:OfficeOfExportLocation? cac:DocumentReference*
Consumption: ext:UBLExtensions? cbc:UtilityStatementTypeCode? cac:MainPeriod? cac:AllowanceCharge* cac:TaxTotal* cac:EnergyWaterSupply? cac:TelecommunicationsSupply? cac:LegalMonetaryTotal
ConsumptionAverage: ext:UBLExtensions? cbc:AverageAmount? cbc:Description*
ConsumptionCorrection: ext:UBLExtensions? cbc:CorrectionType? cbc:CorrectionTypeCode? cbc:MeterNumber? cbc:GasPressureQuantity? cbc:ActualTemperatureReductionQuantity? cbc:NormalTemperatureReductionQuantity? cbc:DifferenceTemperatureReductionQuantity? cbc:Description* cbc:CorrectionUnitAmount? cbc:ConsumptionEnergyQuantity? cbc:ConsumptionWaterQuantity? cbc:CorrectionAmount?
ConsumptionHistory: ext:UBLExtensions? cbc:MeterNumber? cbc:Quantity cbc:Amount? cbc:ConsumptionLevelCode? cbc:ConsumptionLevel? cbc:Description* cac:Period
ConsumptionLine: ext:UBLExtensions? cbc:ID cbc:ParentDocumentLineReferenceID? cbc:InvoicedQuantity cbc:LineExtensionAmount cbc:TaxInclusiveLineExtensionAmount? cac:Period? cac:Delivery* cac:AllowanceCharge* cac:TaxTotal* cac:UtilityItem cac:Price? cac:UnstructuredPrice?
ConsumptionPoint: ext:UBLExtensions? cbc:ID cbc:Description* cbc:SubscriberID? cbc:SubscriberType? cbc:SubscriberTypeCode? cbc:TotalDeliveredQuantity? cac:Address? cac:WebSiteAccess? cac:UtilityMeter*
ConsumptionReport: ext:UBLExtensions? cbc:ID cbc:ConsumptionType? cbc:ConsumptionTypeCode? cbc:Description* cbc:TotalConsumedQuantity? cbc:BasicConsumedQuantity? cbc:ResidentOccupantsNumeric? cbc:ConsumersEnergyLevelCode? cbc:ConsumersEnergyLevel? cbc:ResidenceType? cbc:ResidenceTypeCode? cbc:HeatingType? cbc:HeatingTypeCode? cac:Period? cac:GuidanceDocumentReference? cac:DocumentReference? cac:ConsumptionReportReference* cac:ConsumptionHistory*
ConsumptionReportReference: ext:UBLExtensions? cbc:ConsumptionReportID cbc:ConsumptionType? cbc:ConsumptionTypeCode? cbc:TotalConsumedQuantity cac:Period
Contact: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:JobTitle? cbc:Department? cbc:Telephone? cbc:Telefax? cbc:ElectronicMail? cbc:Note* cac:OtherCommunication*
Contract: ext:UBLExtensions? cbc:ID? cbc:IssueDate? cbc:IssueTime? cbc:NominationDate? cbc:NominationTime? cbc:ContractTypeCode? cbc:ContractType? cbc:Note* cbc:VersionID? cbc:ModificationReasonCode? cbc:ModificationReasonDescription* cbc:Description* cac:ValidityPeriod? cac:ContractDocumentReference* cac:NominationPeriod? cac:ContractualDelivery?
ContractExecutionRequirement: ext:UBLExtensions? cbc:Name* cbc:ExecutionRequirementCode? cbc:Description*
ContractExtension: ext:UBLExtensions? cbc:OptionsDescription* cbc:MinimumNumberNumeric? cbc:MaximumNumberNumeric? cbc:RenewalsIndicator? cac:OptionValidityPeriod? cac:Renewal*
ContractingActivity: ext:UBLExtensions? cbc:ActivityTypeCode? cbc:ActivityType*
ContractingParty: ext:UBLExtensions? cbc:BuyerProfileURI? cac:ContractingPartyType* cac:ContractingActivity* cac:ContractingRepresentationType? cac:Party
ContractingPartyType: ext:UBLExtensions? cbc:PartyTypeCode? cbc:PartyType*
ContractingRepresentationType: ext:UBLExtensions? cbc:RepresentationTypeCode? cbc:RepresentationType*
ContractingSystem: ext:UBLExtensions? cbc:ID? cbc:ContractingSystemTypeCode? cbc:Description*
CorporateRegistrationScheme: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:CorporateRegistrationTypeCode? cac:JurisdictionRegionAddress*
Country: ext:UBLExtensions? cbc:IdentificationCode? cbc:Name?
CreditAccount: ext:UBLExtensions? cbc:AccountID
CreditNoteLine: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:Note* cbc:CreditedQuantity? cbc:LineExtensionAmount? cbc:TaxInclusiveLineExtensionAmount? cbc:TaxPointDate? cbc:AccountingCostCode? cbc:AccountingCost? cbc:PaymentPurposeCode? cbc:FreeOfChargeIndicator? cac:InvoicePeriod* cac:OrderLineReference* cac:DiscrepancyResponse* cac:DespatchLineReference* cac:ReceiptLineReference* cac:BillingReference* cac:DocumentReference* cac:PricingReference? cac:OriginatorParty? cac:Delivery* cac:PaymentTerms* cac:TaxTotal* cac:AllowanceCharge* cac:Item? cac:Price? cac:DeliveryTerms* cac:SubCreditNoteLine* cac:ItemPriceExtension?
CrewPersonEffect: ext:UBLExtensions? cbc:EffectDescription+ cac:CrewPerson?
CriterionItem: ext:UBLExtensions? cbc:ID? cbc:TypeCode? cbc:CriterionDescription+ cac:DeclaredPropertyItem
CustomerParty: ext:UBLExtensions? cbc:CustomerAssignedAccountID? cbc:SupplierAssignedAccountID? cbc:AdditionalAccountID* cac:Party? cac:DeliveryContact? cac:AccountingContact? cac:BuyerContact?
CustomsDeclaration: ext:UBLExtensions? cbc:ID cac:ValidityPeriod? cac:ApplicableTerritoryAddress? cac:Shipment? cac:CustomsExitOfficeLocation? cac:IssuerParty? cac:ConsignorParty? cac:ConsigneeParty? cac:FreightForwarderParty? cac:CustomsParty? cac:PreviousCustomsDeclaration? cac:AdditionalDocumentReference*
DebitNoteLine: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:Note* cbc:DebitedQuantity? cbc:LineExtensionAmount cbc:TaxInclusiveLineExtensionAmount? cbc:TaxPointDate? cbc:AccountingCostCode? cbc:AccountingCost? cbc:PaymentPurposeCode? cac:DiscrepancyResponse* cac:DespatchLineReference* cac:ReceiptLineReference* cac:BillingReference* cac:DocumentReference* cac:PricingReference? cac:Delivery* cac:TaxTotal* cac:AllowanceCharge* cac:Item? cac:Price? cac:SubDebitNoteLine*
Declaration: ext:UBLExtensions? cbc:Name* cbc:DeclarationTypeCode? cbc:Description* cac:EvidenceSupplied*
Delivery: ext:UBLExtensions? cbc:ID? cbc:Quantity? cbc:MinimumQuantity? cbc:MaximumQuantity? cbc:ActualDeliveryDate? cbc:ActualDeliveryTime? cbc:LatestDeliveryDate? cbc:LatestDeliveryTime? cbc:ReleaseID? cbc:TrackingID? cac:DeliveryAddress? cac:DeliveryLocation? cac:AlternativeDeliveryLocation? cac:RequestedDeliveryPeriod? cac:PromisedDeliveryPeriod? cac:EstimatedDeliveryPeriod? cac:CarrierParty? cac:DeliveryParty? cac:NotifyParty* cac:Despatch? cac:DeliveryTerms* cac:MinimumDeliveryUnit? cac:MaximumDeliveryUnit? cac:Shipment?
DeliveryChannel: ext:UBLExtensions? cbc:NetworkID? cbc:ParticipantID? cbc:TestIndicator? cac:DigitalCertificate? cac:DigitalMessageDelivery?
DeliveryTerms: ext:UBLExtensions? cbc:ID? cbc:SpecialTerms* cbc:LossRiskResponsibilityCode? cbc:LossRisk* cbc:Amount? cac:DeliveryLocation? cac:AllowanceCharge?
DeliveryUnit: ext:UBLExtensions? cbc:BatchQuantity cbc:ConsumerUnitQuantity? cbc:HazardousRiskIndicator?
DependentPriceReference: ext:UBLExtensions? cbc:Percent? cac:LocationAddress? cac:DependentLineReference?
Despatch: ext:UBLExtensions? cbc:ID? cbc:RequestedDespatchDate? cbc:RequestedDespatchTime? cbc:EstimatedDespatchDate? cbc:EstimatedDespatchTime? cbc:ActualDespatchDate? cbc:ActualDespatchTime? cbc:GuaranteedDespatchDate? cbc:GuaranteedDespatchTime? cbc:ReleaseID? cbc:Instructions* cac:DespatchAddress? cac:DespatchLocation? cac:DespatchParty? cac:CarrierParty? cac:NotifyParty* cac:Contact? cac:EstimatedDespatchPeriod? cac:RequestedDespatchPeriod?
DespatchLine: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:Note* cbc:LineStatusCode? cbc:DeliveredQuantity? cbc:BackorderQuantity? cbc:BackorderReason* cbc:OutstandingQuantity? cbc:OutstandingReason* cbc:OversupplyQuantity? cac:OrderLineReference+ cac:DocumentReference* cac:Item cac:Shipment* cac:SubDespatchLine*
DigitalAgreementTerms: ext:UBLExtensions? cbc:Description+ cac:ValidityPeriod? cac:AdoptionPeriod? cac:ServiceLevelAgreement*
DigitalCollaboration: ext:UBLExtensions? cbc:ID? cac:SendingDigitalService? cac:ReceivingDigitalService?
DigitalProcess: ext:UBLExtensions? cbc:ID? cbc:Description* cbc:ProfileID? cac:DigitalCollaboration* cac:CertificationDocumentReference*
DigitalService: ext:UBLExtensions? cbc:ID? cbc:CustomizationID? cac:DigitalDocumentMetadata+ cac:DigitalDeliveryChannel* cac:CertificationDocumentReference*
Dimension: ext:UBLExtensions? cbc:AttributeID cbc:Measure? cbc:Description* cbc:MinimumMeasure? cbc:MaximumMeasure?
DocumentDistribution: ext:UBLExtensions? cbc:ID? cbc:DocumentTypeCode? cbc:DistributionTypeCode? cbc:DistributionType* cbc:PrintQualifier? cbc:CopyIndicator? cbc:MaximumCopiesNumeric? cbc:MaximumOriginalsNumeric? cac:Communication? cac:Party
DocumentMetadata: ext:UBLExtensions? cbc:ID? cbc:FormatID cbc:VersionID cbc:SchemaURI? cbc:DocumentTypeCode?
DocumentReference: ext:UBLExtensions? cbc:ID cbc:CopyIndicator? cbc:UUID? cbc:IssueDate? cbc:IssueTime? cbc:DocumentTypeCode? cbc:DocumentType* cbc:XPath* cbc:ReferencedDocumentInternalAddress? cbc:LanguageID? cbc:LocaleCode? cbc:VersionID? cbc:DocumentStatusCode? cbc:DocumentDescription* cac:Attachment? cac:ValidityPeriod? cac:IssuerParty? cac:ResultOfVerification?
DocumentResponse: ext:UBLExtensions? cac:Response cac:DocumentReference+ cac:IssuerParty? cac:RecipientParty? cac:LineResponse*
Duty: ext:UBLExtensions? cbc:Amount cbc:Duty? cbc:DutyCode? cac:TaxCategory?
EconomicOperatorParty: ext:UBLExtensions? cac:QualifyingParty* cac:EconomicOperatorRole? cac:Party
EconomicOperatorRole: ext:UBLExtensions? cbc:RoleCode? cbc:RoleDescription*
EconomicOperatorShortList: ext:UBLExtensions? cbc:LimitationDescription* cbc:ExpectedQuantity? cbc:MaximumQuantity? cbc:MinimumQuantity? cac:PreSelectedParty*
EmissionCalculationMethod: ext:UBLExtensions? cbc:CalculationMethodCode? cbc:FullnessIndicationCode? cac:MeasurementFromLocation? cac:MeasurementToLocation?
EncryptionCertificatePathChain: ext:UBLExtensions? cbc:Value? cbc:URI?
EncryptionData: ext:UBLExtensions? cbc:MessageFormat cac:EncryptionCertificateAttachment? cac:EncryptionCertificatePathChain* cac:EncryptionSymmetricAlgorithm*
EncryptionSymmetricAlgorithm: ext:UBLExtensions? cbc:ID? cbc:OID?
Endorsement: ext:UBLExtensions? cbc:DocumentID cbc:ApprovalStatus cbc:Remarks* cac:EndorserParty cac:Signature*
EndorserParty: ext:UBLExtensions? cbc:RoleCode cbc:SequenceNumeric cac:Party cac:SignatoryContact
EnergyTaxReport: ext:UBLExtensions? cbc:TaxEnergyAmount? cbc:TaxEnergyOnAccountAmount? cbc:TaxEnergyBalanceAmount? cac:TaxScheme
EnergyWaterSupply: ext:UBLExtensions? cac:ConsumptionReport* cac:EnergyTaxReport* cac:ConsumptionAverage* cac:EnergyWaterConsumptionCorrection*
EnvironmentalEmission: ext:UBLExtensions? cbc:EnvironmentalEmissionTypeCode cbc:ValueMeasure cbc:Description* cac:EmissionCalculationMethod*
EvaluationCriterion: ext:UBLExtensions? cbc:EvaluationCriterionTypeCode? cbc:Description* cbc:ThresholdAmount? cbc:ThresholdQuantity? cbc:ExpressionCode? cbc:Expression* cac:DurationPeriod? cac:SuggestedEvidence*
Event: ext:UBLExtensions? cbc:IdentificationID? cbc:OccurrenceDate? cbc:OccurrenceTime? cbc:TypeCode? cbc:Description* cbc:CompletionIndicator? cac:CurrentStatus* cac:Contact* cac:OccurenceLocation?
EventComment: ext:UBLExtensions? cbc:Comment cbc:IssueDate? cbc:IssueTime?
EventLineItem: ext:UBLExtensions? cbc:LineNumberNumeric? cac:ParticipatingLocationsLocation? cac:RetailPlannedImpact* cac:SupplyItem
EventTactic: ext:UBLExtensions? cbc:Comment? cbc:Quantity? cac:EventTacticEnumeration cac:Period?
EventTacticEnumeration: ext:UBLExtensions? cbc:ConsumerIncentiveTacticTypeCode? cbc:DisplayTacticTypeCode? cbc:FeatureTacticTypeCode? cbc:TradeItemPackingLabelingTypeCode?
Evidence: ext:UBLExtensions? cbc:ID? cbc:EvidenceTypeCode? cbc:Name? cbc:Description* cbc:CandidateStatement* cbc:ConfidentialityLevelCode? cac:EvidenceIssuingParty? cac:DocumentReference* cac:Language?
EvidenceSupplied: ext:UBLExtensions? cbc:ID
ExceptionCriteriaLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:ThresholdValueComparisonCode cbc:ThresholdQuantity cbc:ExceptionStatusCode? cbc:CollaborationPriorityCode? cbc:ExceptionResolutionCode? cbc:SupplyChainActivityTypeCode? cbc:PerformanceMetricTypeCode? cac:EffectivePeriod? cac:SupplyItem+ cac:ForecastExceptionCriterionLine?
ExceptionNotificationLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:Description* cbc:ExceptionStatusCode? cbc:CollaborationPriorityCode? cbc:ResolutionCode? cbc:ComparedValueMeasure cbc:SourceValueMeasure cbc:VarianceQuantity? cbc:SupplyChainActivityTypeCode? cbc:PerformanceMetricTypeCode? cac:ExceptionObservationPeriod? cac:DocumentReference* cac:ForecastException? cac:SupplyItem
ExchangeRate: ext:UBLExtensions? cbc:SourceCurrencyCode cbc:SourceCurrencyBaseRate? cbc:TargetCurrencyCode cbc:TargetCurrencyBaseRate? cbc:ExchangeMarketID? cbc:CalculationRate? cbc:MathematicOperatorCode? cbc:Date? cac:ForeignExchangeContract?
ExternalReference: ext:UBLExtensions? cbc:URI? cbc:DocumentHash? cbc:HashAlgorithmMethod? cbc:ExpiryDate? cbc:ExpiryTime? cbc:MimeCode? cbc:FormatCode? cbc:EncodingCode? cbc:CharacterSetCode? cbc:FileName? cbc:Description*
Fee: ext:UBLExtensions? cbc:FeeTypeCode? cbc:FeeAmount? cbc:FeeDescription*
FinancialAccount: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:AliasName? cbc:AccountTypeCode? cbc:AccountFormatCode? cbc:CurrencyCode? cbc:PaymentNote* cac:FinancialInstitutionBranch? cac:Country?
FinancialGuarantee: ext:UBLExtensions? cbc:GuaranteeTypeCode cbc:Description* cbc:LiabilityAmount? cbc:AmountRate? cac:ConstitutionPeriod?
FinancialInstitution: ext:UBLExtensions? cbc:ID? cbc:Name? cac:Address?
ForecastException: ext:UBLExtensions? cbc:ForecastPurposeCode cbc:ForecastTypeCode cbc:IssueDate cbc:IssueTime? cbc:DataSourceCode cbc:ComparisonDataCode? cbc:ComparisonForecastIssueTime? cbc:ComparisonForecastIssueDate?
ForecastExceptionCriterionLine: ext:UBLExtensions? cbc:ForecastPurposeCode cbc:ForecastTypeCode cbc:ComparisonDataSourceCode? cbc:DataSourceCode cbc:TimeDeltaDaysQuantity?
ForecastLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:FrozenDocumentIndicator? cbc:ForecastTypeCode cac:ForecastPeriod? cac:SalesItem?
ForecastRevisionLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:Description* cbc:RevisedForecastLineID cbc:SourceForecastIssueDate cbc:SourceForecastIssueTime cbc:AdjustmentReasonCode? cac:ForecastPeriod? cac:SalesItem?
FrameworkAgreement: ext:UBLExtensions? cbc:ExpectedOperatorQuantity? cbc:MaximumOperatorQuantity? cbc:Justification* cbc:Frequency* cbc:EstimatedMaximumValueAmount? cbc:MaximumValueAmount? cac:DurationPeriod? cac:SubsequentProcessTenderRequirement*
GoodsItem: ext:UBLExtensions? cbc:ID? cbc:SequenceNumberID? cbc:Description* cbc:HazardousRiskIndicator? cbc:DeclaredCustomsValueAmount? cbc:DeclaredForCarriageValueAmount? cbc:DeclaredStatisticsValueAmount? cbc:FreeOnBoardValueAmount? cbc:InsuranceValueAmount? cbc:ValueAmount? cbc:GrossWeightMeasure? cbc:NetWeightMeasure? cbc:NetNetWeightMeasure? cbc:ChargeableWeightMeasure? cbc:GrossVolumeMeasure? cbc:NetVolumeMeasure? cbc:Quantity? cbc:PreferenceCriterionCode? cbc:RequiredCustomsID? cbc:CustomsStatusCode? cbc:CustomsProcedureCode? cbc:CustomsTariffQuantity? cbc:CustomsImportClassifiedIndicator? cbc:ChargeableQuantity? cbc:ReturnableQuantity? cbc:TraceID? cac:Item* cac:GoodsItemContainer* cac:FreightAllowanceCharge* cac:InvoiceLine* cac:OrderLineReference* cac:Temperature* cac:ContainedGoodsItem* cac:OriginAddress? cac:Delivery? cac:Pickup? cac:Despatch? cac:MeasurementDimension* cac:ContainingPackage* cac:ShipmentDocumentReference? cac:MinimumTemperature? cac:MaximumTemperature?
GoodsItemContainer: ext:UBLExtensions? cbc:ID cbc:Quantity? cac:TransportEquipment*
GoodsItemPassportCounterfoil: ext:UBLExtensions? cbc:ID cbc:GoodsItemPassportID? cbc:FinalReexportationDate? cbc:Note* cac:CustomsOfficeLocation? cac:GoodsItem? cac:ExportationDocumentReference* cac:ImportationDocumentReference* cac:ReexportationDocumentReference* cac:ReimportationDocumentReference* cac:VoucherDocumentReference*
GoodsProcessing: ext:UBLExtensions? cbc:ID? cbc:TypeCode? cbc:Description* cbc:Note* cac:Period? cac:ProcessingParty? cac:CriterionItem* cac:SubGoodsProcessing*
HazardousGoodsTransit: ext:UBLExtensions? cbc:TransportEmergencyCardCode? cbc:PackingCriteriaCode? cbc:HazardousRegulationCode? cbc:InhalationToxicityZoneCode? cbc:TransportAuthorizationCode? cbc:TransitDescription* cac:MaximumTemperature? cac:MinimumTemperature?
HazardousItem: ext:UBLExtensions? cbc:ID? cbc:PlacardNotation? cbc:PlacardEndorsement? cbc:AdditionalInformation* cbc:UNDGCode? cbc:UNPackingGroupCode? cbc:UNPackingGroup* cbc:EmergencyProceduresCode? cbc:MedicalFirstAidGuideCode? cbc:TunnelRestrictionCode? cbc:MaritimePollutantCode? cbc:TechnicalName? cbc:CategoryName? cbc:HazardousCategoryCode? cbc:UpperOrangeHazardPlacardID? cbc:LowerOrangeHazardPlacardID? cbc:MarkingID? cbc:HazardClassID? cbc:NetWeightMeasure? cbc:NetVolumeMeasure? cbc:Quantity? cac:ContactParty? cac:SecondaryHazard* cac:HazardousGoodsTransit* cac:EmergencyTemperature? cac:FlashpointTemperature? cac:AdditionalTemperature* cac:PositionOnBoardStowage?
ISPSRequirements: ext:UBLExtensions? cbc:ID cbc:ValidISSCIndicator? cbc:ISSCAbsenceReason* cbc:ISSCExpiryDate? cbc:SSPOnBoardIndicator? cbc:SSPSecurityMeasuresAppliedIndicator? cbc:CurrentOperatingSecurityLevelCode? cbc:AdditionalMattersDescription* cac:AdditionalSecurityMeasure* cac:PortCallRecord* cac:ShipToShipActivityRecord* cac:ReportLocation? cac:ISSCIssuerParty? cac:SecurityOfficerPerson?
ImmobilizedSecurity: ext:UBLExtensions? cbc:ImmobilizationCertificateID? cbc:SecurityID? cbc:IssueDate? cbc:FaceValueAmount? cbc:MarketValueAmount? cbc:SharesNumberQuantity? cac:IssuerParty?
InstructionForReturnsLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:Quantity cac:ManufacturerParty? cac:Item
InventoryReportLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:Quantity cbc:InventoryValueAmount? cbc:AvailabilityDate? cbc:AvailabilityStatusCode? cac:Item cac:InventoryLocation?
InvoiceLine: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:Note* cbc:InvoicedQuantity? cbc:LineExtensionAmount cbc:TaxInclusiveLineExtensionAmount? cbc:TaxPointDate? cbc:AccountingCostCode? cbc:AccountingCost? cbc:PaymentPurposeCode? cbc:FreeOfChargeIndicator? cac:InvoicePeriod* cac:OrderLineReference* cac:DespatchLineReference* cac:ReceiptLineReference* cac:BillingReference* cac:DocumentReference* cac:PricingReference? cac:OriginatorParty? cac:Delivery* cac:PaymentTerms* cac:AllowanceCharge* cac:TaxTotal* cac:WithholdingTaxTotal* cac:Item cac:Price? cac:DeliveryTerms? cac:SubInvoiceLine* cac:ItemPriceExtension?
Item: ext:UBLExtensions? cbc:Description* cbc:PackQuantity? cbc:PackSizeNumeric? cbc:CatalogueIndicator? cbc:Name? cbc:HazardousRiskIndicator? cbc:AdditionalInformation* cbc:Keyword* cbc:BrandName* cbc:ModelName* cac:BuyersItemIdentification? cac:SellersItemIdentification? cac:ManufacturersItemIdentification* cac:StandardItemIdentification? cac:CatalogueItemIdentification? cac:AdditionalItemIdentification* cac:CatalogueDocumentReference? cac:ItemSpecificationDocumentReference* cac:OriginCountry? cac:CommodityClassification* cac:TransactionConditions* cac:HazardousItem* cac:ClassifiedTaxCategory* cac:AdditionalItemProperty* cac:ManufacturerParty* cac:InformationContentProviderParty? cac:OriginAddress* cac:ItemInstance* cac:Certificate* cac:Dimension*
ItemComparison: ext:UBLExtensions? cbc:PriceAmount? cbc:Quantity?
ItemIdentification: ext:UBLExtensions? cbc:ID cbc:ExtendedID? cbc:BarcodeSymbologyID? cbc:IssuerScopeID? cac:PhysicalAttribute* cac:MeasurementDimension* cac:IssuerParty?
ItemInformationRequestLine: ext:UBLExtensions? cbc:TimeFrequencyCode? cbc:SupplyChainActivityTypeCode? cbc:ForecastTypeCode? cbc:PerformanceMetricTypeCode? cac:Period+ cac:SalesItem+
ItemInstance: ext:UBLExtensions? cbc:ProductTraceID? cbc:ManufactureDate? cbc:ManufactureTime? cbc:BestBeforeDate? cbc:RegistrationID? cbc:SerialID? cac:AdditionalItemProperty* cac:LotIdentification?
ItemLocationQuantity: ext:UBLExtensions? cbc:LeadTimeMeasure? cbc:MinimumQuantity? cbc:MaximumQuantity? cbc:HazardousRiskIndicator? cbc:TradingRestrictions* cac:ApplicableTerritoryAddress* cac:Price? cac:DeliveryUnit* cac:ApplicableTaxCategory* cac:Package? cac:AllowanceCharge* cac:DependentPriceReference?
ItemManagementProfile: ext:UBLExtensions? cbc:FrozenPeriodDaysNumeric? cbc:MinimumInventoryQuantity? cbc:MultipleOrderQuantity? cbc:OrderIntervalDaysNumeric? cbc:ReplenishmentOwnerDescription* cbc:TargetServicePercent? cbc:TargetInventoryQuantity? cac:EffectivePeriod cac:Item cac:ItemLocationQuantity?
ItemProperty: ext:UBLExtensions? cbc:ID? cbc:Name cbc:NameCode? cbc:TestMethod? cbc:Value? cbc:ValueQuantity? cbc:ValueQualifier* cbc:ImportanceCode? cbc:ListValue* cac:UsabilityPeriod? cac:ItemPropertyGroup* cac:RangeDimension? cac:ItemPropertyRange? cac:StandardPropertyIdentification? cac:SubItemProperty*
ItemPropertyGroup: ext:UBLExtensions? cbc:ID cbc:Name? cbc:ImportanceCode?
ItemPropertyRange: ext:UBLExtensions? cbc:MinimumValue? cbc:MaximumValue?
Language: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:LocaleCode?
Legislation: ext:UBLExtensions? cbc:ID? cbc:Title* cbc:Description* cbc:JurisdictionLevel* cbc:Article* cbc:URI* cac:Language* cac:JurisdictionRegionAddress*
LineItem: ext:UBLExtensions? cbc:ID cbc:SalesOrderID? cbc:UUID? cbc:Note* cbc:LineStatusCode? cbc:Quantity? cbc:LineExtensionAmount? cbc:TaxInclusiveLineExtensionAmount? cbc:TotalTaxAmount? cbc:MinimumQuantity? cbc:MaximumQuantity? cbc:MinimumBackorderQuantity? cbc:MaximumBackorderQuantity? cbc:InspectionMethodCode? cbc:PartialDeliveryIndicator? cbc:BackOrderAllowedIndicator? cbc:AccountingCostCode? cbc:AccountingCost? cbc:WarrantyInformation* cac:Delivery* cac:DeliveryTerms? cac:OriginatorParty? cac:OrderedShipment* cac:PricingReference? cac:AllowanceCharge* cac:Price? cac:Item cac:SubLineItem* cac:WarrantyValidityPeriod? cac:WarrantyParty? cac:TaxTotal* cac:ItemPriceExtension? cac:LineReference*
LineReference: ext:UBLExtensions? cbc:LineID cbc:UUID? cbc:LineStatusCode? cac:DocumentReference?
LineResponse: ext:UBLExtensions? cac:LineReference cac:Response+
Location: ext:UBLExtensions? cbc:ID? cbc:Description* cbc:Conditions* cbc:CountrySubentity? cbc:CountrySubentityCode? cbc:LocationTypeCode? cbc:InformationURI? cbc:Name? cac:ValidityPeriod* cac:Address? cac:Storage? cac:SubsidiaryLocation* cac:LocationCoordinate*
LocationCoordinate: ext:UBLExtensions? cbc:CoordinateSystemCode? cbc:LatitudeDegreesMeasure? cbc:LatitudeMinutesMeasure? cbc:LatitudeDirectionCode? cbc:LongitudeDegreesMeasure? cbc:LongitudeMinutesMeasure? cbc:LongitudeDirectionCode? cbc:AltitudeMeasure?
LotDistribution: ext:UBLExtensions? cbc:MaximumLotsAwardedNumeric? cbc:MaximumLotsSubmittedNumeric? cbc:GroupingLots* cac:LotsGroup*
LotIdentification: ext:UBLExtensions? cbc:LotNumberID? cbc:ExpiryDate? cac:AdditionalItemProperty*
LotsGroup: ext:UBLExtensions? cbc:LotsGroupID cac:ProcurementProjectLotReference+
MaritimeHealthDeclaration: ext:UBLExtensions? cbc:ID? cbc:InfectiousDiseaseCaseOnBoardIndicator? cbc:MoreIllThanExpectedIndicator? cbc:MedicalPractitionerConsultedIndicator? cbc:StowawaysFoundOnBoardIndicator? cbc:SickAnimalOnBoardIndicator? cbc:FumigatedCargoTransportIndicator? cbc:SanitaryMeasuresAppliedIndicator? cbc:ValidSanitationCertificateOnBoardIndicator? cbc:ReinspectionRequiredIndicator? cbc:TotalDeadPersonQuantity? cbc:TotalIllPersonQuantity? cbc:SickAnimalDescription* cbc:StowawayDescription* cbc:LastDrinkingWaterAnalysisDate? cac:WHOAffectedAreaVisit* cac:PersonnelHealthIncident* cac:SanitaryMeasure* cac:PlaceOfReportLocation? cac:MedicalCertificate? cac:ShipSanitationControlCertificate? cac:ShipSanitationControlExemptionDocumentReference*
MaritimeTransport: ext:UBLExtensions? cbc:VesselID? cbc:VesselName? cbc:RadioCallSignID? cbc:MMSIRegistrationID? cbc:ShipsRequirements* cbc:GrossTonnageMeasure? cbc:NetTonnageMeasure? cbc:SegregatedBallastMeasure? cbc:ShipConfigurationCode? cbc:INFShipClassCode? cbc:AntennaLocus? cac:RegistryCertificateDocumentReference? cac:RegistryPortLocation? cac:VesselDynamics?
MaritimeWaste: ext:UBLExtensions? cbc:ID? cbc:Description* cbc:WasteTypeCode? cbc:ToBeDeliveredMeasure? cbc:RetainedOnBoardMeasure? cbc:MaxDedicatedStorageCapacityMeasure? cbc:EstimatedGeneratedUntilNextPortMeasure? cac:RemainingWasteDeliveryPortLocation*
MessageDelivery: ext:UBLExtensions? cbc:ProtocolID? cbc:EnvelopeTypeCode? cbc:EndpointURI?
Meter: ext:UBLExtensions? cbc:MeterNumber? cbc:MeterName? cbc:MeterConstant? cbc:MeterConstantCode? cbc:TotalDeliveredQuantity? cac:MeterReading* cac:MeterProperty*
MeterProperty: ext:UBLExtensions? cbc:Name? cbc:NameCode? cbc:Value? cbc:ValueQuantity? cbc:ValueQualifier*
MeterReading: ext:UBLExtensions? cbc:ID? cbc:MeterReadingType? cbc:MeterReadingTypeCode? cbc:PreviousMeterReadingDate cbc:PreviousMeterQuantity cbc:LatestMeterReadingDate cbc:LatestMeterQuantity cbc:PreviousMeterReadingMethod? cbc:PreviousMeterReadingMethodCode? cbc:LatestMeterReadingMethod? cbc:LatestMeterReadingMethodCode? cbc:MeterReadingComments* cbc:DeliveredQuantity
MiscellaneousEvent: ext:UBLExtensions? cbc:MiscellaneousEventTypeCode cac:EventLineItem+
MonetaryTotal: ext:UBLExtensions? cbc:LineExtensionAmount? cbc:TaxExclusiveAmount? cbc:TaxInclusiveAmount? cbc:AllowanceTotalAmount? cbc:ChargeTotalAmount? cbc:WithholdingTaxTotalAmount? cbc:PrepaidAmount? cbc:PayableRoundingAmount? cbc:PayableAmount cbc:PayableAlternativeAmount?
NotificationRequirement: ext:UBLExtensions? cbc:NotificationTypeCode cbc:PostEventNotificationDurationMeasure? cbc:PreEventNotificationDurationMeasure? cac:NotifyParty* cac:NotificationPeriod* cac:NotificationLocation*
OnAccountPayment: ext:UBLExtensions? cbc:EstimatedConsumedQuantity cbc:Note* cac:PaymentTerms+
OrderLine: ext:UBLExtensions? cbc:SubstitutionStatusCode? cbc:Note* cac:LineItem cac:SellerProposedSubstituteLineItem* cac:SellerSubstitutedLineItem* cac:BuyerProposedSubstituteLineItem* cac:CatalogueLineReference? cac:QuotationLineReference? cac:OrderLineReference* cac:DocumentReference*
OrderLineReference: ext:UBLExtensions? cbc:LineID cbc:SalesOrderLineID? cbc:UUID? cbc:LineStatusCode? cac:OrderReference?
OrderReference: ext:UBLExtensions? cbc:ID cbc:SalesOrderID? cbc:CopyIndicator? cbc:UUID? cbc:IssueDate? cbc:IssueTime? cbc:CustomerReference? cbc:OrderTypeCode? cac:DocumentReference?
OrderedShipment: ext:UBLExtensions? cac:Shipment cac:Package*
Package: ext:UBLExtensions? cbc:ID? cbc:Quantity? cbc:ReturnableMaterialIndicator? cbc:PackageLevelCode? cbc:PackagingTypeCode? cbc:PackagingType* cbc:PackingMaterial* cbc:TraceID? cac:ContainedPackage* cac:ContainingTransportEquipment? cac:GoodsItem* cac:MeasurementDimension* cac:DeliveryUnit* cac:Delivery? cac:Pickup? cac:Despatch?
ParticipantParty: ext:UBLExtensions? cbc:InitiatingPartyIndicator? cbc:PrivatePartyIndicator? cbc:PublicPartyIndicator? cbc:ServiceProviderPartyIndicator? cac:Party cac:LegalContact? cac:TechnicalContact? cac:SupportContact? cac:CommercialContact?
Party: ext:UBLExtensions? cbc:MarkCareIndicator? cbc:MarkAttentionIndicator? cbc:WebsiteURI? cbc:LogoReferenceID? cbc:EndpointID? cbc:IndustryClassificationCode? cac:PartyIdentification* cac:PartyName* cac:Language? cac:PostalAddress? cac:PhysicalLocation? cac:PartyTaxScheme* cac:PartyLegalEntity* cac:Contact? cac:Person* cac:AgentParty? cac:ServiceProviderParty* cac:PowerOfAttorney* cac:PartyAuthorization* cac:FinancialAccount? cac:AdditionalWebSite* cac:SocialMediaProfile*
PartyIdentification: ext:UBLExtensions? cbc:ID
PartyLegalEntity: ext:UBLExtensions? cbc:RegistrationName? cbc:CompanyID? cbc:RegistrationDate? cbc:RegistrationExpirationDate? cbc:CompanyLegalFormCode? cbc:CompanyLegalForm* cbc:SoleProprietorshipIndicator? cbc:CompanyLiquidationStatusCode? cbc:CorporateStockAmount? cbc:FullyPaidSharesIndicator? cac:RegistrationAddress? cac:CorporateRegistrationScheme? cac:HeadOfficeParty? cac:ShareholderParty*
PartyName: ext:UBLExtensions? cbc:Name
PartyTaxScheme: ext:UBLExtensions? cbc:RegistrationName? cbc:CompanyID? cbc:TaxLevelCode? cbc:ExemptionReasonCode? cbc:ExemptionReason* cac:RegistrationAddress? cac:TaxScheme
Payment: ext:UBLExtensions? cbc:ID? cbc:PaidAmount? cbc:ReceivedDate? cbc:PaidDate? cbc:PaidTime? cbc:InstructionID?
PaymentMandate: ext:UBLExtensions? cbc:ID? cbc:MandateTypeCode? cbc:MaximumPaymentInstructionsNumeric? cbc:MaximumPaidAmount? cbc:SignatureID? cac:PayerParty? cac:PayerFinancialAccount? cac:ValidityPeriod? cac:PaymentReversalPeriod? cac:Clause*
PaymentMeans: ext:UBLExtensions? cbc:ID? cbc:PaymentMeansCode cbc:PaymentDueDate? cbc:PaymentChannelCode? cbc:InstructionID? cbc:InstructionNote* cbc:PaymentID* cbc:ChargeBearerCode? cbc:ServiceLevelCode? cac:CardAccount* cac:PayerFinancialAccount? cac:PayeeFinancialAccount? cac:CreditAccount? cac:PaymentMandate? cac:TradeFinancing? cac:RemittanceDocumentDistribution*
PaymentTerms: ext:UBLExtensions? cbc:ID? cbc:PaymentMeansID* cbc:PrepaidPaymentReferenceID? cbc:Note* cbc:ReferenceEventCode? cbc:SettlementDiscountPercent? cbc:PenaltySurchargePercent? cbc:PaymentPercent? cbc:Amount? cbc:SettlementDiscountAmount? cbc:PenaltyAmount? cbc:PaymentTermsDetailsURI? cbc:PaymentDueDate? cbc:InstallmentDueDate? cbc:InvoicingPartyReference? cac:SettlementPeriod? cac:PenaltyPeriod? cac:ExchangeRate? cac:ValidityPeriod?
PerformanceDataLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:PerformanceValueQuantity cbc:PerformanceMetricTypeCode cac:Period? cac:Item?
Period: ext:UBLExtensions? cbc:StartDate? cbc:StartTime? cbc:EndDate? cbc:EndTime? cbc:DurationMeasure? cbc:DescriptionCode* cbc:Description*
Person: ext:UBLExtensions? cbc:ID? cbc:FirstName? cbc:FamilyName? cbc:Title? cbc:MiddleName? cbc:OtherName? cbc:NameSuffix? cbc:JobTitle? cbc:NationalityID? cbc:GenderCode? cbc:BirthDate? cbc:BirthplaceName? cbc:OrganizationDepartment? cbc:RoleCode? cac:BirthplaceLocation? cac:CitizenshipCountry? cac:Contact? cac:FinancialAccount? cac:IdentityDocumentReference* cac:ResidenceAddress?
PersonnelHealthIncident: ext:UBLExtensions? cbc:ID cbc:JoinedShipDate? cbc:NatureOfIllnessDescription+ cbc:OnsetDate? cbc:ReportedToMedicalOfficerIndicator? cbc:GivenTreatmentDescription* cbc:StillIllIndicator? cbc:DiedIndicator? cbc:StillOnBoardIndicator? cbc:EvacuatedIndicator? cbc:BuriedAtSeaIndicator? cbc:Note* cac:Person?
PhysicalAttribute: ext:UBLExtensions? cbc:AttributeID cbc:PositionCode? cbc:DescriptionCode? cbc:Description*
Pickup: ext:UBLExtensions? cbc:ID? cbc:ActualPickupDate? cbc:ActualPickupTime? cbc:EarliestPickupDate? cbc:EarliestPickupTime? cbc:LatestPickupDate? cbc:LatestPickupTime? cac:PickupLocation? cac:PickupParty?
PortCall: ext:UBLExtensions? cbc:ID? cbc:PlannedOperationsDescription* cbc:PlannedWorksDescription* cbc:PlannedInspectionsDescription* cbc:ExpectedAnchorageIndicator? cbc:PositionInPortID? cbc:CargoAndBallastTankConditionDescription* cac:ShipRequirement* cac:PrimaryPortCallPurpose? cac:AdditionalPortCallPurpose* cac:RequestedArrivalEvent?
PortCallPurpose: ext:UBLExtensions? cbc:PurposeTypeCode? cbc:PurposeType* cbc:Description*
PortCallRecord: ext:UBLExtensions? cbc:ID? cbc:SecurityLevelCode? cac:SecurityMeasure* cac:PortFacilityLocation? cac:Period?
PostAwardProcess: ext:UBLExtensions? cbc:ElectronicCatalogueUsageIndicator? cbc:ElectronicInvoiceAcceptedIndicator? cbc:ElectronicOrderUsageIndicator? cbc:ElectronicPaymentUsageIndicator*
PowerOfAttorney: ext:UBLExtensions? cbc:ID? cbc:IssueDate? cbc:IssueTime? cbc:Description* cac:NotaryParty? cac:AgentParty cac:WitnessParty* cac:MandateDocumentReference*
Price: ext:UBLExtensions? cbc:PriceAmount cbc:BaseQuantity? cbc:PriceChangeReason* cbc:PriceTypeCode? cbc:PriceType? cbc:OrderableUnitFactorRate? cac:ValidityPeriod* cac:PriceList? cac:AllowanceCharge* cac:PricingExchangeRate? cac:AlternativeCurrencyPrice*
PriceExtension: ext:UBLExtensions? cbc:Amount cac:TaxTotal*
PriceList: ext:UBLExtensions? cbc:ID? cbc:StatusCode? cac:ValidityPeriod* cac:PreviousPriceList?
PricingReference: ext:UBLExtensions? cac:OriginalItemLocationQuantity? cac:AlternativeConditionPrice*
Prize: ext:UBLExtensions? cbc:RankCode cbc:ValueAmount? cbc:Description*
ProcessJustification: ext:UBLExtensions? cbc:PreviousCancellationReasonCode? cbc:ProcessReasonCode? cbc:ProcessReason* cbc:Description*
ProcurementAdditionalType: ext:UBLExtensions? cbc:ProcurementTypeCode? cbc:ProcurementType*
ProcurementProject: ext:UBLExtensions? cbc:ID? cbc:Name* cbc:Description* cbc:ProcurementTypeCode? cbc:ProcurementSubTypeCode? cbc:QualityControlCode? cbc:RequiredFeeAmount? cbc:FeeDescription* cbc:RequestedDeliveryDate? cbc:EstimatedOverallContractQuantity? cbc:Note* cbc:SMESuitableIndicator? cac:ProcurementAdditionalType* cac:RequestedTenderTotal? cac:MainCommodityClassification* cac:AdditionalCommodityClassification* cac:RealizedLocation* cac:PlannedPeriod? cac:ContractExtension? cac:RequestForTenderLine*
ProcurementProjectLot: ext:UBLExtensions? cbc:ID cac:LegalDocumentReference* cac:TechnicalDocumentReference* cac:RequiredDocumentReference* cac:ProvidedDocumentReference* cac:AdditionalDocumentReference* cac:TenderingTerms? cac:TenderingProcess? cac:ProcurementProject?
ProcurementProjectLotReference: ext:UBLExtensions? cbc:ID
ProjectReference: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:IssueDate? cac:WorkPhaseReference*
PromotionalEvent: ext:UBLExtensions? cbc:PromotionalEventTypeCode cbc:SubmissionDate? cbc:FirstShipmentAvailibilityDate? cbc:LatestProposalAcceptanceDate? cac:PromotionalSpecification+
PromotionalEventLineItem: ext:UBLExtensions? cbc:Amount cac:EventLineItem
PromotionalSpecification: ext:UBLExtensions? cbc:SpecificationID? cac:PromotionalEventLineItem+ cac:EventTactic*
PropertyIdentification: ext:UBLExtensions? cbc:ID cbc:IssuerScopeID? cac:IssuerParty?
QualificationResolution: ext:UBLExtensions? cbc:AdmissionCode cbc:ExclusionReason* cbc:Resolution* cbc:ResolutionDate cbc:ResolutionTime? cac:ProcurementProjectLot?
QualifyingParty: ext:UBLExtensions? cbc:ParticipationPercent? cbc:PersonalSituation* cbc:OperatingYearsQuantity? cbc:EmployeeQuantity? cbc:BusinessClassificationEvidenceID? cbc:BusinessIdentityEvidenceID? cbc:TendererRoleCode? cac:BusinessClassificationScheme? cac:TechnicalCapability* cac:FinancialCapability* cac:CompletedTask* cac:Declaration* cac:Party? cac:EconomicOperatorRole?
QuotationLine: ext:UBLExtensions? cbc:ID? cbc:Note* cbc:Quantity? cbc:LineExtensionAmount? cbc:TaxInclusiveLineExtensionAmount? cbc:TotalTaxAmount? cbc:RequestForQuotationLineID? cac:DocumentReference* cac:LineItem cac:SellerProposedSubstituteLineItem* cac:AlternativeLineItem* cac:RequestLineReference?
RailTransport: ext:UBLExtensions? cbc:TrainID cbc:RailCarID?
ReceiptLine: ext:UBLExtensions? cbc:ID cbc:UUID? cbc:Note* cbc:ReceivedQuantity? cbc:ShortQuantity? cbc:ShortageActionCode? cbc:RejectedQuantity? cbc:RejectReasonCode? cbc:RejectReason* cbc:RejectActionCode? cbc:QuantityDiscrepancyCode? cbc:OversupplyQuantity? cbc:ReceivedDate? cbc:TimingComplaintCode? cbc:TimingComplaint? cac:OrderLineReference? cac:DespatchLineReference* cac:DocumentReference* cac:Item* cac:Shipment*
Regulation: ext:UBLExtensions? cbc:Name+ cbc:LegalReference? cbc:OntologyURI?
RelatedItem: ext:UBLExtensions? cbc:ID? cbc:Quantity? cbc:Description*
ReminderLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:UUID? cbc:BalanceBroughtForwardIndicator? cbc:DebitLineAmount? cbc:CreditLineAmount? cbc:AccountingCostCode? cbc:AccountingCost? cbc:PenaltySurchargePercent? cbc:Amount? cbc:PaymentPurposeCode? cac:ReminderPeriod* cac:BillingReference* cac:ExchangeRate?
RemittanceAdviceLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:UUID? cbc:DebitLineAmount? cbc:CreditLineAmount? cbc:BalanceAmount? cbc:PaymentPurposeCode? cbc:InvoicingPartyReference? cac:AccountingSupplierParty? cac:AccountingCustomerParty? cac:BuyerCustomerParty? cac:SellerSupplierParty? cac:OriginatorCustomerParty? cac:PayeeParty? cac:InvoicePeriod* cac:BillingReference* cac:DocumentReference* cac:ExchangeRate?
Renewal: ext:UBLExtensions? cbc:Amount? cac:Period?
RequestForQuotationLine: ext:UBLExtensions? cbc:ID? cbc:UUID? cbc:Note* cbc:OptionalLineItemIndicator? cbc:PrivacyCode? cbc:SecurityClassificationCode? cac:DocumentReference* cac:LineItem
RequestForTenderLine: ext:UBLExtensions? cbc:ID? cbc:UUID? cbc:Note* cbc:Quantity? cbc:MinimumQuantity? cbc:MaximumQuantity? cbc:TaxIncludedIndicator? cbc:MinimumAmount? cbc:MaximumAmount? cbc:EstimatedAmount? cac:DocumentReference* cac:DeliveryPeriod* cac:RequiredItemLocationQuantity* cac:WarrantyValidityPeriod? cac:Item cac:SubRequestForTenderLine*
RequestedTenderTotal: ext:UBLExtensions? cbc:EstimatedOverallContractAmount? cbc:EstimatedOverallFrameworkContractsAmount? cbc:TotalAmount? cbc:TaxIncludedIndicator? cbc:MinimumAmount? cbc:MaximumAmount? cbc:MonetaryScope* cbc:AverageSubsequentContractAmount? cac:ApplicableTaxCategory*
Response: ext:UBLExtensions? cbc:ReferenceID? cbc:ResponseCode? cbc:Description* cbc:EffectiveDate? cbc:EffectiveTime? cac:Status*
ResponseValue: ext:UBLExtensions? cbc:ID? cbc:Description* cbc:Response* cbc:ResponseAmount? cbc:ResponseBinaryObject? cbc:ResponseCode? cbc:ResponseDate? cbc:ResponseID? cbc:ResponseIndicator? cbc:ResponseMeasure? cbc:ResponseNumeric? cbc:ResponseQuantity? cbc:ResponseTime? cbc:ResponseURI?
ResultOfVerification: ext:UBLExtensions? cbc:ValidatorID? cbc:ValidationResultCode? cbc:ValidationDate? cbc:ValidationTime? cbc:ValidateProcess? cbc:ValidateTool? cbc:ValidateToolVersion? cac:SignatoryParty?
RetailPlannedImpact: ext:UBLExtensions? cbc:Amount cbc:ForecastPurposeCode cbc:ForecastTypeCode cac:Period?
RoadTransport: ext:UBLExtensions? cbc:LicensePlateID
SalesItem: ext:UBLExtensions? cbc:Quantity cac:ActivityProperty* cac:TaxExclusivePrice* cac:TaxInclusivePrice* cac:Item
SanitaryMeasure: ext:UBLExtensions? cbc:SanitaryMeasureTypeCode cbc:ApplicationDate?
SecondaryHazard: ext:UBLExtensions? cbc:ID? cbc:PlacardNotation? cbc:PlacardEndorsement? cbc:EmergencyProceduresCode? cbc:Extension*
SecurityClearanceTerm: ext:UBLExtensions? cbc:Code? cbc:Description*
SecurityMeasure: ext:UBLExtensions? cbc:ID? cbc:Description+
ServiceFrequency: ext:UBLExtensions? cbc:WeekDayCode
ServiceLevelAgreement: ext:UBLExtensions? cbc:ID? cbc:ServiceTypeCode? cbc:ServiceType* cbc:AvailabilityTimePercent? cbc:MondayAvailabilityIndicator? cbc:TuesdayAvailabilityIndicator? cbc:WednesdayAvailabilityIndicator? cbc:ThursdayAvailabilityIndicator? cbc:FridayAvailabilityIndicator? cbc:SaturdayAvailabilityIndicator? cbc:SundayAvailabilityIndicator? cbc:MinimumResponseTimeDurationMeasure? cbc:MinimumDownTimeScheduleDurationMeasure? cbc:MaximumIncidentNotificationDurationMeasure? cbc:MaximumDataLossDurationMeasure? cbc:MeanTimeToRecoverDurationMeasure? cac:ServiceAvailabilityPeriod* cac:ServiceMaintenancePeriod*
ServiceProviderParty: ext:UBLExtensions? cbc:ID? cbc:ServiceTypeCode? cbc:ServiceType* cac:Party cac:SellerContact?
ShareholderParty: ext:UBLExtensions? cbc:PartecipationPercent? cac:Party?
ShipRequirement: ext:UBLExtensions? cbc:ID? cbc:Description+
ShipStoreArticle: ext:UBLExtensions? cbc:ID cbc:Name? cbc:Quantity? cbc:OfficialUse* cac:Stowage?
ShipToShipActivityRecord: ext:UBLExtensions? cbc:ID? cbc:Description+ cac:AppliedSecurityMeasure* cac:Period? cac:Location?
Shipment: ext:UBLExtensions? cbc:ID? cbc:ShippingPriorityLevelCode? cbc:HandlingCode? cbc:HandlingInstructions* cbc:Information* cbc:GrossWeightMeasure? cbc:NetWeightMeasure? cbc:NetNetWeightMeasure? cbc:GrossVolumeMeasure? cbc:NetVolumeMeasure? cbc:TotalGoodsItemQuantity? cbc:TotalTransportHandlingUnitQuantity? cbc:InsuranceValueAmount? cbc:DeclaredCustomsValueAmount? cbc:DeclaredForCarriageValueAmount? cbc:DeclaredStatisticsValueAmount? cbc:FreeOnBoardValueAmount? cbc:SpecialInstructions* cbc:DeliveryInstructions* cbc:SplitConsignmentIndicator? cbc:ConsignmentQuantity? cac:Consignment* cac:GoodsItem* cac:ShipmentStage* cac:Delivery? cac:TransportHandlingUnit* cac:ReturnAddress? cac:OriginAddress? cac:FirstArrivalPortLocation? cac:LastExitPortLocation? cac:ExportCountry? cac:FreightAllowanceCharge*
ShipmentStage: ext:UBLExtensions? cbc:ID? cbc:ShipmentStageTypeCode? cbc:ShipmentStageType* cbc:TransportModeCode? cbc:TransportMeansTypeCode? cbc:TransitDirectionCode? cbc:PreCarriageIndicator? cbc:OnCarriageIndicator? cbc:CabotageIndicator? cbc:HazardousRiskIndicator? cbc:EstimatedDeliveryDate? cbc:EstimatedDeliveryTime? cbc:RequiredDeliveryDate? cbc:RequiredDeliveryTime? cbc:LoadingSequenceID? cbc:SuccessiveSequenceID? cbc:Instructions* cbc:DemurrageInstructions* cbc:CrewQuantity? cbc:PassengerQuantity? cac:TransitPeriod? cac:CarrierParty* cac:TransportMeans? cac:LoadingPortLocation? cac:UnloadingPortLocation? cac:TransshipPortLocation? cac:LoadingTransportEvent? cac:ExaminationTransportEvent? cac:AvailabilityTransportEvent? cac:ExportationTransportEvent? cac:DischargeTransportEvent? cac:WarehousingTransportEvent? cac:TakeoverTransportEvent? cac:OptionalTakeoverTransportEvent? cac:DropoffTransportEvent? cac:ActualPickupTransportEvent? cac:DeliveryTransportEvent? cac:ReceiptTransportEvent? cac:StorageTransportEvent? cac:AcceptanceTransportEvent? cac:TerminalOperatorParty? cac:CustomsAgentParty? cac:EstimatedTransitPeriod? cac:FreightAllowanceCharge* cac:FreightChargeLocation? cac:DetentionTransportEvent* cac:RequestedDepartureTransportEvent? cac:RequestedArrivalTransportEvent? cac:RequestedWaypointTransportEvent* cac:PlannedDepartureTransportEvent? cac:PlannedArrivalTransportEvent? cac:PlannedWaypointTransportEvent* cac:ActualDepartureTransportEvent? cac:ActualWaypointTransportEvent? cac:ActualArrivalTransportEvent? cac:TransportEvent* cac:EstimatedDepartureTransportEvent? cac:EstimatedArrivalTransportEvent? cac:PassengerPerson* cac:DriverPerson* cac:ReportingPerson? cac:CrewMemberPerson* cac:SecurityOfficerPerson? cac:MasterPerson? cac:ShipsSurgeonPerson? cac:DestinationPortCall? cac:ShipStoreArticle* cac:CrewPersonEffect* cac:MaritimeWaste* cac:BallastWaterSummary? cac:ISPSRequirements? cac:MaritimeHealthDeclaration?
Signature: ext:UBLExtensions? cbc:ID cbc:ReasonCode? cbc:Note* cbc:ValidationDate? cbc:ValidationTime? cbc:ValidatorID? cbc:CanonicalizationMethod? cbc:SignatureMethod? cac:SignatoryParty? cac:DigitalSignatureAttachment? cac:OriginalDocumentReference?
SocialMediaProfile: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:SocialMediaTypeCode? cbc:URI
StatementLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:UUID? cbc:BalanceBroughtForwardIndicator? cbc:DebitLineAmount? cbc:CreditLineAmount? cbc:BalanceAmount? cbc:PaymentPurposeCode? cac:PaymentMeans? cac:PaymentTerms* cac:BuyerCustomerParty? cac:SellerSupplierParty? cac:OriginatorCustomerParty? cac:AccountingCustomerParty? cac:AccountingSupplierParty? cac:PayeeParty? cac:InvoicePeriod* cac:BillingReference* cac:DocumentReference* cac:ExchangeRate? cac:AllowanceCharge* cac:CollectedPayment*
Status: ext:UBLExtensions? cbc:ConditionCode? cbc:ReferenceDate? cbc:ReferenceTime? cbc:Description* cbc:StatusReasonCode? cbc:StatusReason* cbc:SequenceID? cbc:Text* cbc:IndicationIndicator? cbc:Percent? cbc:ReliabilityPercent? cac:SubStatus* cac:Condition*
StockAvailabilityReportLine: ext:UBLExtensions? cbc:ID cbc:Note* cbc:Quantity cbc:ValueAmount? cbc:AvailabilityDate? cbc:AvailabilityStatusCode? cac:Item
Storage: ext:UBLExtensions? cbc:ID cbc:Name? cbc:GateID? cbc:AirFlowPercent? cbc:HumidityPercent? cbc:AnimalFoodApprovedIndicator? cbc:HumanFoodApprovedIndicator? cbc:DangerousGoodsApprovedIndicator? cbc:RefrigeratedIndicator? cbc:PowerIndicator? cac:MinimumTemperature? cac:MaximumTemperature? cac:Certificate*
Stowage: ext:UBLExtensions? cbc:LocationID? cbc:Location* cac:MeasurementDimension*
SubcontractTerms: ext:UBLExtensions? cbc:Rate? cbc:UnknownPriceIndicator? cbc:Description* cbc:Amount? cbc:SubcontractingConditionsCode? cbc:MaximumPercent? cbc:MinimumPercent?
SubscriberConsumption: ext:UBLExtensions? cbc:ConsumptionID? cbc:SpecificationTypeCode? cbc:Note* cbc:TotalMeteredQuantity? cac:SubscriberParty? cac:UtilityConsumptionPoint cac:OnAccountPayment* cac:Consumption? cac:SupplierConsumption*
SupplierConsumption: ext:UBLExtensions? cbc:Description* cac:UtilitySupplierParty? cac:UtilityCustomerParty? cac:Consumption cac:Contract? cac:ConsumptionLine+
SupplierParty: ext:UBLExtensions? cbc:CustomerAssignedAccountID? cbc:AdditionalAccountID* cbc:DataSendingCapability? cac:Party? cac:DespatchContact? cac:AccountingContact? cac:SellerContact?
TaxCategory: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Percent? cbc:BaseUnitMeasure? cbc:PerUnitAmount? cbc:TaxExemptionReasonCode? cbc:TaxExemptionReason* cbc:TierRange? cbc:TierRatePercent? cac:TaxScheme
TaxScheme: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:TaxTypeCode? cbc:CurrencyCode? cac:JurisdictionRegionAddress*
TaxSubtotal: ext:UBLExtensions? cbc:TaxableAmount? cbc:TaxAmount cbc:CalculationSequenceNumeric? cbc:TransactionCurrencyTaxAmount? cbc:Percent? cbc:BaseUnitMeasure? cbc:PerUnitAmount? cbc:TierRange? cbc:TierRatePercent? cac:TaxCategory
TaxTotal: ext:UBLExtensions? cbc:TaxAmount cbc:CalculationSequenceNumeric? cbc:RoundingAmount? cbc:TaxEvidenceIndicator? cbc:TaxIncludedIndicator? cac:TaxSubtotal*
TelecommunicationsService: ext:UBLExtensions? cbc:ID? cbc:CallDate cbc:CallTime cbc:ServiceNumberCalled cbc:TelecommunicationsServiceCategory? cbc:TelecommunicationsServiceCategoryCode? cbc:MovieTitle? cbc:RoamingPartnerName? cbc:PayPerView? cbc:Quantity? cbc:TelecommunicationsServiceCall? cbc:TelecommunicationsServiceCallCode? cbc:CallBaseAmount? cbc:CallExtensionAmount? cac:Price? cac:Country? cac:ExchangeRate* cac:AllowanceCharge* cac:TaxTotal* cac:CallDuty* cac:TimeDuty*
TelecommunicationsSupply: ext:UBLExtensions? cbc:TelecommunicationsSupplyType? cbc:TelecommunicationsSupplyTypeCode? cbc:PrivacyCode cbc:Description* cbc:TotalAmount? cac:TelecommunicationsSupplyLine+
TelecommunicationsSupplyLine: ext:UBLExtensions? cbc:ID cbc:PhoneNumber cbc:Description* cbc:LineExtensionAmount? cbc:TaxInclusiveLineExtensionAmount? cac:ExchangeRate* cac:AllowanceCharge* cac:TaxTotal* cac:TelecommunicationsService+
Temperature: ext:UBLExtensions? cbc:AttributeID? cbc:Measure? cbc:MeasureCode? cbc:Description*
TenderLine: ext:UBLExtensions? cbc:ID? cbc:Note* cbc:Quantity? cbc:LineExtensionAmount? cbc:TaxInclusiveLineExtensionAmount? cbc:TotalTaxAmount? cbc:OrderableUnit? cbc:ContentUnitQuantity? cbc:OrderQuantityIncrementNumeric? cbc:MinimumOrderQuantity? cbc:MaximumOrderQuantity? cbc:WarrantyInformation* cbc:PackLevelCode? cac:DocumentReference* cac:Item? cac:OfferedItemLocationQuantity* cac:ReplacementRelatedItem* cac:WarrantyParty? cac:WarrantyValidityPeriod? cac:SubTenderLine* cac:CallForTendersLineReference? cac:CallForTendersDocumentReference?
TenderPreparation: ext:UBLExtensions? cbc:TenderEnvelopeID cbc:TenderEnvelopeTypeCode? cbc:Description* cbc:OpenTenderID? cac:ProcurementProjectLot* cac:DocumentTenderRequirement* cac:TenderEncryptionData*
TenderRequirement: ext:UBLExtensions? cbc:Name+ cbc:Description* cac:TemplateDocumentReference?
TenderResult: ext:UBLExtensions? cbc:AwardID? cbc:TenderResultCode? cbc:Description* cbc:AdvertisementAmount? cbc:AwardDate cbc:AwardTime? cbc:ReceivedTenderQuantity? cbc:LowerTenderAmount? cbc:HigherTenderAmount? cbc:StartDate? cbc:ReceivedElectronicTenderQuantity? cbc:ReceivedForeignTenderQuantity? cac:Contract? cac:AwardedTenderedProject? cac:ContractFormalizationPeriod? cac:SubcontractTerms* cac:WinningParty*
TenderedProject: ext:UBLExtensions? cbc:VariantID? cbc:FeeAmount? cbc:FeeDescription* cbc:TenderEnvelopeID? cbc:TenderEnvelopeTypeCode? cac:AdditionalFee* cac:ProcurementProjectLot* cac:EvidenceDocumentReference* cac:TaxTotal* cac:LegalMonetaryTotal? cac:TenderLine* cac:AwardingCriterionResponse*
TendererPartyQualification: ext:UBLExtensions? cac:InterestedProcurementProjectLot* cac:MainQualifyingParty cac:AdditionalQualifyingParty*
TendererQualificationRequest: ext:UBLExtensions? cbc:CompanyLegalFormCode? cbc:CompanyLegalForm* cbc:PersonalSituation* cbc:OperatingYearsQuantity? cbc:EmployeeQuantity? cbc:Description* cac:RequiredBusinessClassificationScheme* cac:TechnicalEvaluationCriterion* cac:FinancialEvaluationCriterion* cac:SpecificTendererRequirement* cac:EconomicOperatorRole*
TendererRequirement: ext:UBLExtensions? cbc:Name* cbc:TendererRequirementTypeCode? cbc:Description* cbc:LegalReference? cac:SuggestedEvidence*
TenderingCriterion: ext:UBLExtensions? cbc:ID? cbc:CriterionTypeCode? cbc:Name* cbc:Description* cbc:WeightNumeric? cbc:FulfilmentIndicator? cbc:FulfilmentIndicatorTypeCode? cbc:EvaluationMethodTypeCode? cbc:WeightingConsiderationDescription* cac:ProcurementProjectLotReference* cac:CommodityClassification* cac:SubTenderingCriterion* cac:Legislation* cac:TenderingCriterionPropertyGroup*
TenderingCriterionProperty: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Description* cbc:TypeCode? cbc:ValueDataTypeCode? cbc:ValueUnitCode? cbc:ValueCurrencyCode? cbc:ExpectedAmount? cbc:ExpectedID? cbc:ExpectedIndicator? cbc:ExpectedCode? cbc:ExpectedValueNumeric? cbc:ExpectedDescription? cbc:ExpectedURI? cbc:MaximumAmount? cbc:MinimumAmount? cbc:MaximumValueNumeric? cbc:MinimumValueNumeric? cbc:MaximumQuantity? cbc:MinimumQuantity? cbc:TranslationTypeCode? cbc:CertificationLevelDescription* cbc:CopyQualityTypeCode? cac:ApplicablePeriod* cac:TemplateEvidence*
TenderingCriterionPropertyGroup: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Description* cbc:PropertyGroupTypeCode? cbc:FulfilmentIndicator? cbc:FulfilmentIndicatorTypeCode? cac:TenderingCriterionProperty+ cac:SubsidiaryTenderingCriterionPropertyGroup*
TenderingCriterionResponse: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Description* cbc:ValidatedCriterionPropertyID? cbc:ConfidentialityLevelCode? cac:ResponseValue* cac:ApplicablePeriod* cac:EvidenceSupplied* cac:ProcurementProjectLotReference* cac:CommodityClassification*
TenderingProcess: ext:UBLExtensions? cbc:ID? cbc:OriginalContractingSystemID? cbc:Description* cbc:NegotiationDescription* cbc:ProcedureCode? cbc:UrgencyCode? cbc:ExpenseCode? cbc:PartPresentationCode? cbc:ContractingSystemCode? cbc:SubmissionMethodCode? cbc:CandidateReductionConstraintIndicator? cbc:GovernmentAgreementConstraintIndicator? cbc:AccessToolsURI? cbc:TerminatedIndicator? cac:DocumentAvailabilityPeriod? cac:TenderSubmissionDeadlinePeriod? cac:InvitationSubmissionPeriod? cac:ParticipationInvitationPeriod? cac:ParticipationRequestReceptionPeriod? cac:AdditionalInformationRequestPeriod? cac:NoticeDocumentReference* cac:AdditionalDocumentReference* cac:ProcessJustification* cac:EconomicOperatorShortList* cac:OpenTenderEvent* cac:AuctionTerms? cac:FrameworkAgreement? cac:ContractingSystem*
TenderingTerms: ext:UBLExtensions? cbc:AwardingMethodTypeCode? cbc:PriceEvaluationCode? cbc:MaximumVariantQuantity? cbc:VariantConstraintIndicator? cbc:AcceptedVariantsDescription* cbc:VariantConstraintCode? cbc:PriceRevisionFormulaDescription* cbc:FundingProgramCode? cbc:FundingProgram* cbc:MaximumAdvertisementAmount? cbc:Note* cbc:PaymentFrequencyCode? cbc:EconomicOperatorRegistryURI? cbc:RequiredCurriculaIndicator? cbc:RequiredCurriculaCode? cbc:OtherConditionsIndicator? cbc:RecurringProcurementIndicator? cbc:RecurringProcurementDescription* cbc:EstimatedTimingFurtherPublication* cbc:AdditionalConditions* cbc:LatestSecurityClearanceDate? cbc:DocumentationFeeAmount? cbc:MultipleTendersCode? cac:PenaltyClause* cac:RequiredFinancialGuarantee* cac:ProcurementLegislationDocumentReference* cac:FiscalLegislationDocumentReference* cac:EnvironmentalLegislationDocumentReference* cac:EmploymentLegislationDocumentReference* cac:ContractualDocumentReference* cac:CallForTendersDocumentReference* cac:WarrantyValidityPeriod? cac:PaymentTerms* cac:TendererQualificationRequest* cac:AllowedSubcontractTerms* cac:TenderPreparation* cac:ContractExecutionRequirement* cac:AwardingTerms? cac:AdditionalInformationParty? cac:DocumentProviderParty? cac:TenderRecipientParty? cac:ContractResponsibleParty? cac:TenderEvaluationParty* cac:QualificationRequestRecipientParty? cac:TenderValidityPeriod? cac:ContractAcceptancePeriod? cac:AppealTerms? cac:Language* cac:BudgetAccountLine* cac:ReplacedNoticeDocumentReference? cac:LotDistribution? cac:PostAwardProcess? cac:EconomicOperatorShortList? cac:SecurityClearanceTerm*
TradeFinancing: ext:UBLExtensions? cbc:ID? cbc:FinancingInstrumentCode? cac:ContractDocumentReference? cac:DocumentReference* cac:FinancingParty cac:FinancingFinancialAccount? cac:Clause*
TradingTerms: ext:UBLExtensions? cbc:Information* cbc:Reference? cac:ApplicableAddress?
TransactionConditions: ext:UBLExtensions? cbc:ID? cbc:ActionCode? cbc:Description* cac:DocumentReference*
TransportEquipment: ext:UBLExtensions? cbc:ID? cbc:ReferencedConsignmentID* cbc:TransportEquipmentTypeCode? cbc:ProviderTypeCode? cbc:OwnerTypeCode? cbc:SizeTypeCode? cbc:DispositionCode? cbc:FullnessIndicationCode? cbc:RefrigerationOnIndicator? cbc:Information* cbc:ReturnabilityIndicator? cbc:LegalStatusIndicator? cbc:AirFlowPercent? cbc:HumidityPercent? cbc:AnimalFoodApprovedIndicator? cbc:HumanFoodApprovedIndicator? cbc:DangerousGoodsApprovedIndicator? cbc:RefrigeratedIndicator? cbc:Characteristics? cbc:DamageRemarks* cbc:Description* cbc:SpecialTransportRequirements* cbc:GrossWeightMeasure? cbc:GrossVolumeMeasure? cbc:TareWeightMeasure? cbc:TrackingDeviceCode? cbc:PowerIndicator? cbc:TraceID? cac:MeasurementDimension* cac:TransportEquipmentSeal* cac:MinimumTemperature? cac:MaximumTemperature? cac:ProviderParty? cac:LoadingProofParty? cac:SupplierParty? cac:OwnerParty? cac:OperatingParty? cac:LoadingLocation? cac:UnloadingLocation? cac:StorageLocation? cac:PositioningTransportEvent* cac:QuarantineTransportEvent* cac:DeliveryTransportEvent* cac:PickupTransportEvent* cac:HandlingTransportEvent* cac:LoadingTransportEvent* cac:TransportEvent* cac:ApplicableTransportMeans? cac:HaulageTradingTerms* cac:HazardousGoodsTransit* cac:PackagedTransportHandlingUnit* cac:ServiceAllowanceCharge* cac:FreightAllowanceCharge* cac:AttachedTransportEquipment* cac:Delivery? cac:Pickup? cac:Despatch? cac:ShipmentDocumentReference* cac:ContainedInTransportEquipment* cac:Package* cac:GoodsItem* cac:VerifiedGrossMass?
TransportEquipmentSeal: ext:UBLExtensions? cbc:ID cbc:SealIssuerTypeCode? cbc:Condition? cbc:SealStatusCode? cbc:SealingPartyType?
TransportEvent: ext:UBLExtensions? cbc:IdentificationID? cbc:OccurrenceDate? cbc:OccurrenceTime? cbc:TransportEventTypeCode? cbc:Description* cbc:CompletionIndicator? cac:ReportedShipment? cac:CurrentStatus* cac:Contact* cac:Location? cac:Signature? cac:Period*
TransportExecutionTerms: ext:UBLExtensions? cbc:TransportUserSpecialTerms* cbc:TransportServiceProviderSpecialTerms* cbc:ChangeConditions* cac:PaymentTerms* cac:DeliveryTerms* cac:BonusPaymentTerms? cac:CommissionPaymentTerms? cac:PenaltyPaymentTerms? cac:EnvironmentalEmission* cac:NotificationRequirement* cac:ServiceChargePaymentTerms?
TransportHandlingUnit: ext:UBLExtensions? cbc:ID? cbc:TransportHandlingUnitTypeCode? cbc:HandlingCode? cbc:HandlingInstructions* cbc:HazardousRiskIndicator? cbc:TotalGoodsItemQuantity? cbc:TotalPackageQuantity? cbc:DamageRemarks* cbc:ShippingMarks* cbc:TraceID? cac:HandlingUnitDespatchLine* cac:ActualPackage* cac:ReceivedHandlingUnitReceiptLine* cac:TransportEquipment* cac:TransportMeans* cac:HazardousGoodsTransit* cac:MeasurementDimension* cac:MinimumTemperature? cac:MaximumTemperature? cac:GoodsItem* cac:FloorSpaceMeasurementDimension? cac:PalletSpaceMeasurementDimension? cac:ShipmentDocumentReference* cac:Status* cac:CustomsDeclaration* cac:ReferencedShipment* cac:Package*
TransportMeans: ext:UBLExtensions? cbc:JourneyID? cbc:RegistrationNationalityID? cbc:RegistrationNationality* cbc:DirectionCode? cbc:TransportMeansTypeCode? cbc:TradeServiceCode? cac:Stowage? cac:AirTransport? cac:RoadTransport? cac:RailTransport? cac:MaritimeTransport? cac:OwnerParty? cac:MeasurementDimension*
TransportSchedule: ext:UBLExtensions? cbc:SequenceNumeric cbc:ReferenceDate? cbc:ReferenceTime? cbc:ReliabilityPercent? cbc:Remarks* cac:StatusLocation cac:ActualArrivalTransportEvent? cac:ActualDepartureTransportEvent? cac:EstimatedDepartureTransportEvent? cac:EstimatedArrivalTransportEvent? cac:PlannedDepartureTransportEvent? cac:PlannedArrivalTransportEvent?
TransportationSegment: ext:UBLExtensions? cbc:SequenceNumeric cbc:TransportExecutionPlanReferenceID? cac:TransportationService cac:TransportServiceProviderParty cac:ReferencedConsignment? cac:ShipmentStage*
TransportationService: ext:UBLExtensions? cbc:TransportServiceCode cbc:TariffClassCode? cbc:Priority? cbc:FreightRateClassCode? cbc:TransportationServiceDescription* cbc:TransportationServiceDetailsURI? cbc:NominationDate? cbc:NominationTime? cbc:Name? cbc:SequenceNumeric? cac:TransportEquipment* cac:SupportedTransportEquipment* cac:UnsupportedTransportEquipment* cac:CommodityClassification* cac:SupportedCommodityClassification* cac:UnsupportedCommodityClassification* cac:TotalCapacityDimension? cac:ShipmentStage* cac:TransportEvent* cac:ResponsibleTransportServiceProviderParty? cac:EnvironmentalEmission* cac:EstimatedDurationPeriod? cac:ScheduledServiceFrequency*
UnstructuredPrice: ext:UBLExtensions? cbc:PriceAmount? cbc:TimeAmount?
UtilityItem: ext:UBLExtensions? cbc:ID cbc:SubscriberID? cbc:SubscriberType? cbc:SubscriberTypeCode? cbc:Description* cbc:PackQuantity? cbc:PackSizeNumeric? cbc:ConsumptionType? cbc:ConsumptionTypeCode? cbc:CurrentChargeType? cbc:CurrentChargeTypeCode? cbc:OneTimeChargeType? cbc:OneTimeChargeTypeCode? cac:TaxCategory? cac:Contract?
VerifiedGrossMass: ext:UBLExtensions? cbc:ID? cbc:WeighingDate? cbc:WeighingTime? cbc:WeighingMethodCode cbc:WeighingDeviceID? cbc:WeighingDeviceType? cbc:GrossMassMeasure cac:WeighingParty? cac:ShipperParty? cac:ResponsibleParty? cac:DocumentReference+
VesselDynamics: ext:UBLExtensions? cbc:NavigationStatusCode? cbc:AtAnchorageIndicator? cbc:CourseOverGroundDirection? cbc:SpeedOverGroundMeasure? cbc:RateOfTurnMeasure?
WHOAffectedAreaVisit: ext:UBLExtensions? cbc:VisitDate cac:WHOAffectedAreaPortLocation
WebSite: ext:UBLExtensions? cbc:ID? cbc:Name? cbc:Description* cbc:WebSiteTypeCode? cbc:URI cac:WebSiteAccess*
WebSiteAccess: ext:UBLExtensions? cbc:URI? cbc:Password cbc:Login
WinningParty: ext:UBLExtensions? cbc:Rank? cac:Party
WorkPhaseReference: ext:UBLExtensions? cbc:ID? cbc:WorkPhaseCode? cbc:WorkPhase* cbc:ProgressPercent? cbc:StartDate? cbc:EndDate? cac:WorkOrderDocumentReference*
`;
/** Aggregate elements whose type has another name. */
export const aggregateTypes = `
AcceptanceTransportEvent=TransportEvent
AccessoryRelatedItem=RelatedItem
AccountingContact=Contact
AccountingCustomerParty=CustomerParty
AccountingSupplierParty=SupplierParty
ActivityFinalLocation=Location
ActivityOriginLocation=Location
ActivityPeriod=Period
ActualArrivalTransportEvent=TransportEvent
ActualDeliveryTransportEvent=TransportEvent
ActualDepartureTransportEvent=TransportEvent
ActualPackage=Package
ActualPickupTransportEvent=TransportEvent
ActualWaypointTransportEvent=TransportEvent
AdditionalCommodityClassification=CommodityClassification
AdditionalDocumentReference=DocumentReference
AdditionalDocumentResponse=DocumentResponse
AdditionalFee=Fee
AdditionalInformationParty=Party
AdditionalInformationRequestPeriod=Period
AdditionalItemIdentification=ItemIdentification
AdditionalItemProperty=ItemProperty
AdditionalNoticeLanguage=Language
AdditionalPortCallPurpose=PortCallPurpose
AdditionalQualifyingParty=QualifyingParty
AdditionalSecurityMeasure=SecurityMeasure
AdditionalTemperature=Temperature
AdditionalTransportationService=TransportationService
AdditionalWebSite=WebSite
AdoptionPeriod=Period
AgentParty=Party
AgreementCountry=Country
AllowedSubcontractTerms=SubcontractTerms
AlternativeConditionPrice=Price
AlternativeCurrencyPrice=Price
AlternativeDeliveryLocation=Location
AlternativeLineItem=LineItem
AnticipatedMonetaryTotal=MonetaryTotal
AppealInformationParty=Party
AppealReceiverParty=Party
ApplicableAddress=Address
ApplicablePeriod=Period
ApplicableRegulation=Regulation
ApplicableTaxCategory=TaxCategory
ApplicableTerritoryAddress=Address
ApplicableTransportMeans=TransportMeans
ApplicantParty=Party
AppliedSecurityMeasure=SecurityMeasure
AtLocation=Location
AttachedTransportEquipment=TransportEquipment
AuthorityParty=Party
AvailabilityTransportEvent=TransportEvent
AwardedTenderedProject=TenderedProject
BallastWaterTemperature=Temperature
BeneficiaryParty=Party
BillOfLadingHolderParty=Party
BillToParty=Party
BirthplaceLocation=Location
BonusPaymentTerms=PaymentTerms
BrochureDocumentReference=DocumentReference
BusinessCapability=Capability
BusinessClassificationScheme=ClassificationScheme
BusinessParty=Party
BuyerContact=Contact
BuyerCustomerParty=CustomerParty
BuyerProposedSubstituteLineItem=LineItem
BuyersItemIdentification=ItemIdentification
CallDuty=Duty
CallForTenderDocumentReference=DocumentReference
CallForTendersDocumentReference=DocumentReference
CallForTendersLineReference=LineReference
CarrierParty=Party
CatalogueDocumentReference=DocumentReference
CatalogueItemIdentification=ItemIdentification
CatalogueLineReference=LineReference
CategorizesClassificationCategory=ClassificationCategory
CertificationDocumentReference=DocumentReference
ChildConsignment=Consignment
CitizenshipCountry=Country
ClassifiedTaxCategory=TaxCategory
CollectPaymentTerms=PaymentTerms
CollectedPayment=Payment
CommercialContact=Contact
CommissionPaymentTerms=PaymentTerms
ComplementaryRelatedItem=RelatedItem
ComponentRelatedItem=RelatedItem
ConsigneeParty=Party
ConsignorParty=Party
ConsolidatedShipment=Shipment
ConstitutionPeriod=Period
ContactParty=Party
ContainedGoodsItem=GoodsItem
ContainedInTransportEquipment=TransportEquipment
ContainedPackage=Package
ContainingPackage=Package
ContainingTransportEquipment=TransportEquipment
ContractAcceptancePeriod=Period
ContractDocumentReference=DocumentReference
ContractFormalizationPeriod=Period
ContractResponsibleParty=Party
ContractorCustomerParty=CustomerParty
ContractualDelivery=Delivery
ContractualDocumentReference=DocumentReference
CreditNoteDocumentReference=DocumentReference
CrewMemberPerson=Person
CrewPerson=Person
CurrentStatus=Status
CustomsAgentParty=Party
CustomsExitOfficeLocation=Location
CustomsOfficeLocation=Location
CustomsParty=Party
DebitNoteDocumentReference=DocumentReference
DeclaredPropertyItem=Item
DefaultLanguage=Language
DeletedCatalogueReference=CatalogueReference
DeliveryAddress=Address
DeliveryContact=Contact
DeliveryCustomerParty=CustomerParty
DeliveryLocation=Location
DeliveryParty=Party
DeliveryPeriod=Period
DeliveryTransportEvent=TransportEvent
DependentLineReference=LineReference
DespatchAddress=Address
DespatchContact=Contact
DespatchDocumentReference=DocumentReference
DespatchLineReference=LineReference
DespatchLocation=Location
DespatchParty=Party
DespatchSupplierParty=SupplierParty
DestinationCountry=Country
DestinationPortCall=PortCall
DetentionTransportEvent=TransportEvent
DigitalCertificate=Certificate
DigitalDeliveryChannel=DeliveryChannel
DigitalDocumentMetadata=DocumentMetadata
DigitalMessageDelivery=MessageDelivery
DigitalSignatureAttachment=Attachment
DisbursementPaymentTerms=PaymentTerms
DischargeBallastWaterTransaction=BallastWaterTransaction
DischargeTransportEvent=TransportEvent
DiscrepancyResponse=Response
DocumentAvailabilityPeriod=Period
DocumentProviderParty=Party
DocumentTenderRequirement=TenderRequirement
DriverPerson=Person
DropoffTransportEvent=TransportEvent
DurationPeriod=Period
EffectivePeriod=Period
EmbassyEndorsement=Endorsement
EmergencyTemperature=Temperature
EmploymentLegislationDocumentReference=DocumentReference
EncryptionCertificateAttachment=Attachment
EnergyWaterConsumptionCorrection=ConsumptionCorrection
EnvironmentalLegislationDocumentReference=DocumentReference
EstimatedArrivalTransportEvent=TransportEvent
EstimatedDeliveryPeriod=Period
EstimatedDepartureTransportEvent=TransportEvent
EstimatedDespatchPeriod=Period
EstimatedDurationPeriod=Period
EstimatedTransitPeriod=Period
EvidenceDocumentReference=DocumentReference
EvidenceIssuingParty=Party
ExaminationTransportEvent=TransportEvent
ExceptionObservationPeriod=Period
ExchangeBallastWaterTransaction=BallastWaterTransaction
ExportCountry=Country
ExportCustomsExitOfficeLocation=Location
ExportationDocumentReference=DocumentReference
ExportationTransportEvent=TransportEvent
ExporterParty=Party
ExportingCustomsParty=Party
ExportingGuarantorParty=Party
ExpressionOfInterestDocumentReference=DocumentReference
ExtraAllowanceCharge=AllowanceCharge
FinalDeliveryParty=Party
FinalDeliveryTransportationService=TransportationService
FinalDestinationCountry=Country
FinalFinancialGuarantee=FinancialGuarantee
FinancialCapability=Capability
FinancialEvaluationCriterion=EvaluationCriterion
FinancialInstitutionBranch=Branch
FinancingFinancialAccount=FinancialAccount
FinancingParty=Party
FirstArrivalPortLocation=Location
FiscalLegislationDocumentReference=DocumentReference
FlashpointTemperature=Temperature
FloorSpaceMeasurementDimension=Dimension
ForecastPeriod=Period
ForeignExchangeContract=Contract
FreightAllowanceCharge=AllowanceCharge
FreightChargeLocation=Location
FreightForwarderParty=Party
FrequencyPeriod=Period
FromLocation=Location
GoodsItemPassportAttachment=Attachment
GovernorParty=Party
GuaranteeDocumentReference=DocumentReference
GuarantorParty=Party
GuidanceDocumentReference=DocumentReference
HandlingTransportEvent=TransportEvent
HandlingUnitDespatchLine=DespatchLine
HaulageTradingTerms=TradingTerms
HazardousItemNotificationParty=Party
HeadOfficeParty=Party
HolderParty=Party
ISSCIssuerParty=Party
IdentityDocumentReference=DocumentReference
ImportCustomsExitOfficeLocation=Location
ImportationDocumentReference=DocumentReference
ImporterParty=Party
ImportingCustomsParty=Party
ImportingGuarantorParty=Party
InformationContentProviderParty=Party
InsuranceEndorsement=Endorsement
InsuranceParty=Party
InterestedParty=Party
InterestedProcurementProjectLot=ProcurementProjectLot
InventoryLocation=Location
InventoryPeriod=Period
InventoryReportingParty=Party
InvitationSubmissionPeriod=Period
InvoiceDocumentReference=DocumentReference
InvoicePeriod=Period
IssuerEndorsement=Endorsement
IssuerParty=Party
IssuingCountry=Country
ItemPriceExtension=PriceExtension
ItemSpecificationDocumentReference=DocumentReference
JurisdictionRegionAddress=Address
KeywordItemProperty=ItemProperty
LastExitPortLocation=Location
LegalAuthorityParty=Party
LegalContact=Contact
LegalDocumentReference=DocumentReference
LegalMonetaryTotal=MonetaryTotal
LineValidityPeriod=Period
LoadingLocation=Location
LoadingPortLocation=Location
LoadingProofParty=Party
LoadingTransportEvent=TransportEvent
LocationAddress=Address
LogisticsOperatorParty=Party
MainCarriageShipmentStage=ShipmentStage
MainCommodityClassification=CommodityClassification
MainOnAccountPayment=OnAccountPayment
MainPeriod=Period
MainQualifyingParty=QualifyingParty
MainTransportationService=TransportationService
MandateDocumentReference=DocumentReference
ManufacturerParty=Party
ManufacturersItemIdentification=ItemIdentification
MasterPerson=Person
MaximumDeliveryUnit=DeliveryUnit
MaximumTemperature=Temperature
MeasurementDimension=Dimension
MeasurementFromLocation=Location
MeasurementToLocation=Location
MediationParty=Party
MedicalCertificate=Certificate
MinimumDeliveryUnit=DeliveryUnit
MinimumTemperature=Temperature
MinutesDocumentReference=DocumentReference
MortgageHolderParty=Party
NominationPeriod=Period
NotaryParty=Party
NoticeDocumentReference=DocumentReference
NotificationLocation=Location
NotificationPeriod=Period
NotifierParty=Party
NotifyParty=Party
OccurenceLocation=Location
OfferedItemLocationQuantity=ItemLocationQuantity
OfficeOfDepartureLocation=Location
OfficeOfDestinationLocation=Location
OfficeOfEntryLocation=Location
OfficeOfExitLocation=Location
OfficeOfExportLocation=Location
OfficeOfImportLocation=Location
OfficeOfSubSequentiallyEntryLocation=Location
OnCarriageShipmentStage=ShipmentStage
OpenTenderEvent=Event
OperatingParty=Party
OptionValidityPeriod=Period
OptionalTakeoverTransportEvent=TransportEvent
OrderChangeDocumentReference=DocumentReference
OrderDocumentReference=DocumentReference
OriginAddress=Address
OriginCountry=Country
OriginalDepartureCountry=Country
OriginalDespatchParty=Party
OriginalDespatchTransportationService=TransportationService
OriginalDocumentReference=DocumentReference
OriginalItemLocationQuantity=ItemLocationQuantity
OriginatorCustomerParty=CustomerParty
OriginatorDocumentReference=DocumentReference
OriginatorParty=Party
OtherCommunication=Communication
OwnerParty=Party
PackagedTransportHandlingUnit=TransportHandlingUnit
PalletSpaceMeasurementDimension=Dimension
ParentDocumentLineReference=LineReference
ParentDocumentReference=DocumentReference
ParticipatingLocationsLocation=Location
ParticipationInvitationPeriod=Period
ParticipationRequestReceptionPeriod=Period
PartyAuthorization=Authorization
PassengerPerson=Person
PayeeFinancialAccount=FinancialAccount
PayeeParty=Party
PayerFinancialAccount=FinancialAccount
PayerParty=Party
PaymentAlternativeExchangeRate=ExchangeRate
PaymentExchangeRate=ExchangeRate
PaymentReversalPeriod=Period
PenaltyClause=Clause
PenaltyPaymentTerms=PaymentTerms
PenaltyPeriod=Period
PerformingCarrierParty=Party
PhysicalLocation=Location
PickupLocation=Location
PickupParty=Party
PickupTransportEvent=TransportEvent
PlaceOfReportLocation=Location
PlannedArrivalTransportEvent=TransportEvent
PlannedDeliveryTransportEvent=TransportEvent
PlannedDepartureTransportEvent=TransportEvent
PlannedPeriod=Period
PlannedPickupTransportEvent=TransportEvent
PlannedWaypointTransportEvent=TransportEvent
PortFacilityLocation=Location
PositionOnBoardStowage=Stowage
PositioningTransportEvent=TransportEvent
PostalAddress=Address
PreCarriageShipmentStage=ShipmentStage
PreSelectedParty=Party
PrepaidPayment=Payment
PrepaidPaymentTerms=PaymentTerms
PreparationParty=Party
PresentationPeriod=Period
PreviousCustomsDeclaration=CustomsDeclaration
PreviousDocumentReference=DocumentReference
PreviousPriceList=PriceList
PricingExchangeRate=ExchangeRate
PrimaryPortCallPurpose=PortCallPurpose
ProcessingParty=Party
ProcurementLegislationDocumentReference=DocumentReference
PromisedDeliveryPeriod=Period
ProofOfReexportationRequestDocumentReference=DocumentReference
ProvidedDocumentReference=DocumentReference
ProviderParty=Party
QualificationRequestRecipientParty=Party
QuarantineTransportEvent=TransportEvent
QuotationDocumentReference=DocumentReference
QuotationLineReference=LineReference
QuotedMonetaryTotal=MonetaryTotal
RangeDimension=Dimension
RealizedLocation=Location
ReceiptDocumentReference=DocumentReference
ReceiptLineReference=LineReference
ReceiptTransportEvent=TransportEvent
ReceivedHandlingUnitReceiptLine=ReceiptLine
ReceiverParty=Party
ReceivingDigitalService=DigitalService
RecipientCustomerParty=CustomerParty
RecipientParty=Party
ReexportationDocumentReference=DocumentReference
ReexportationEvidence=Evidence
ReferencedConsignment=Consignment
ReferencedContract=Contract
ReferencedGoodsItem=GoodsItem
ReferencedPackage=Package
ReferencedShipment=Shipment
ReferencedTransportEquipment=TransportEquipment
RegistrationAddress=Address
RegistryCertificateDocumentReference=DocumentReference
RegistryPortLocation=Location
ReimportationDocumentReference=DocumentReference
RelatedCatalogueReference=CatalogueReference
RemainingWasteDeliveryPortLocation=Location
ReminderDocumentReference=DocumentReference
ReminderPeriod=Period
RemittanceDocumentDistribution=DocumentDistribution
ReplacedNoticeDocumentReference=DocumentReference
ReplacedRelatedItem=RelatedItem
ReplacementRelatedItem=RelatedItem
ReportLocation=Location
ReportedShipment=Shipment
ReporterParty=Party
ReportingLocation=Location
ReportingPerson=Person
RepresentativeParty=Party
RequestForQuotationDocumentReference=DocumentReference
RequestLineReference=LineReference
RequestedArrivalEvent=Event
RequestedArrivalTransportEvent=TransportEvent
RequestedCatalogueReference=CatalogueReference
RequestedClassificationScheme=ClassificationScheme
RequestedDeliveryPeriod=Period
RequestedDeliveryTransportEvent=TransportEvent
RequestedDepartureTransportEvent=TransportEvent
RequestedDespatchPeriod=Period
RequestedDocumentReference=DocumentReference
RequestedLanguage=Language
RequestedMonetaryTotal=MonetaryTotal
RequestedPickupTransportEvent=TransportEvent
RequestedStatusLocation=Location
RequestedStatusPeriod=Period
RequestedValidityPeriod=Period
RequestedWaypointTransportEvent=TransportEvent
RequestorParty=Party
RequiredBusinessClassificationScheme=ClassificationScheme
RequiredCertificationDocumentReference=DocumentReference
RequiredClassificationScheme=ClassificationScheme
RequiredDocumentReference=DocumentReference
RequiredFinancialGuarantee=FinancialGuarantee
RequiredItemLocationQuantity=ItemLocationQuantity
RequiredRelatedItem=RelatedItem
ResidenceAddress=Address
ResolutionDocumentReference=DocumentReference
ResponderParty=Party
ResponsibleOfficerPerson=Person
ResponsibleParty=Party
ResponsibleTransportServiceProviderParty=Party
RetailerCustomerParty=CustomerParty
ReturnAddress=Address
ScheduledServiceFrequency=ServiceFrequency
SecurityOfficerPerson=Person
SelfBilledCreditNoteDocumentReference=DocumentReference
SelfBilledInvoiceDocumentReference=DocumentReference
SellerContact=Contact
SellerProposedSubstituteLineItem=LineItem
SellerSubstitutedLineItem=LineItem
SellerSupplierParty=SupplierParty
SellersItemIdentification=ItemIdentification
SenderParty=Party
SendingDigitalService=DigitalService
SendingLogisticsOperatorParty=Party
ServiceAllowanceCharge=AllowanceCharge
ServiceAvailabilityPeriod=Period
ServiceChargePaymentTerms=PaymentTerms
ServiceEndTimePeriod=Period
ServiceMaintenancePeriod=Period
ServiceStartTimePeriod=Period
SettlementPeriod=Period
ShipSanitationControlCertificate=Certificate
ShipSanitationControlExemptionDocumentReference=DocumentReference
ShipmentDocumentReference=DocumentReference
ShipperParty=Party
ShipsSurgeonPerson=Person
SignatoryContact=Contact
SignatoryParty=Party
SourceCatalogueReference=CatalogueReference
SourceIssuerParty=Party
SpecificTendererRequirement=TendererRequirement
StandardItemIdentification=ItemIdentification
StandardPropertyIdentification=PropertyIdentification
StatementDocumentReference=DocumentReference
StatementPeriod=Period
StatusLocation=Location
StatusPeriod=Period
StorageLocation=Location
StorageTransportEvent=TransportEvent
SubAttestationLine=AttestationLine
SubCreditNoteLine=CreditNoteLine
SubDebitNoteLine=DebitNoteLine
SubDespatchLine=DespatchLine
SubGoodsProcessing=GoodsProcessing
SubInvoiceLine=InvoiceLine
SubItemProperty=ItemProperty
SubLineItem=LineItem
SubRequestForTenderLine=RequestForTenderLine
SubStatus=Status
SubTenderLine=TenderLine
SubTenderingCriterion=TenderingCriterion
SubcontractorParty=Party
SubordinateAwardingCriterion=AwardingCriterion
SubordinateAwardingCriterionResponse=AwardingCriterionResponse
SubscriberParty=Party
SubsequentProcessTenderRequirement=TenderRequirement
SubsidiaryLocation=Location
SubsidiaryTenderingCriterionPropertyGroup=TenderingCriterionPropertyGroup
SubstituteCarrierParty=Party
SuggestedEvidence=Evidence
SupplyChainActivityDataLine=ActivityDataLine
SupplyItem=Item
SupportContact=Contact
SupportedCommodityClassification=CommodityClassification
SupportedTransportEquipment=TransportEquipment
SupportingDocumentReference=DocumentReference
TakeoverTransportEvent=TransportEvent
TaxExchangeRate=ExchangeRate
TaxExclusivePrice=Price
TaxInclusivePrice=Price
TaxRepresentativeParty=Party
TechnicalCapability=Capability
TechnicalCommitteePerson=Person
TechnicalContact=Contact
TechnicalDocumentReference=DocumentReference
TechnicalEvaluationCriterion=EvaluationCriterion
TemplateDocumentReference=DocumentReference
TemplateEvidence=Evidence
TenderDocumentReference=DocumentReference
TenderEncryptionData=EncryptionData
TenderEvaluationParty=Party
TenderNotificationDocumentReference=DocumentReference
TenderRecipientParty=Party
TenderStatusInquiryDocumentReference=DocumentReference
TenderSubmissionDeadlinePeriod=Period
TenderValidityPeriod=Period
TendererParty=Party
TendererQualificationDocumentReference=DocumentReference
TerminalOperatorParty=Party
TimeDuty=Duty
ToLocation=Location
TotalCapacityDimension=Dimension
TransitCountry=Country
TransitCustomsExitOfficeLocation=Location
TransitExporterParty=Party
TransitPeriod=Period
TransportAdvisorParty=Party
TransportContract=Contract
TransportExecutionPlanDocumentReference=DocumentReference
TransportExecutionPlanRequestDocumentReference=DocumentReference
TransportProgressStatusRequestDocumentReference=DocumentReference
TransportServiceDescriptionDocumentReference=DocumentReference
TransportServiceDescriptionRequestDocumentReference=DocumentReference
TransportServiceProviderParty=Party
TransportServiceProviderResponseDeadlinePeriod=Period
TransportServiceProviderResponseRequiredPeriod=Period
TransportUserParty=Party
TransportUserResponseRequiredPeriod=Period
TransportationStatusRequestDocumentReference=DocumentReference
TransshipPortLocation=Location
UnloadingLocation=Location
UnloadingPortLocation=Location
UnsubscribeToProcedureDocumentReference=DocumentReference
UnsupportedCommodityClassification=CommodityClassification
UnsupportedTransportEquipment=TransportEquipment
UpdatedDeliveryTransportEvent=TransportEvent
UpdatedPickupTransportEvent=TransportEvent
UptakeBallastWaterTransaction=BallastWaterTransaction
UsabilityPeriod=Period
UtilityConsumptionPoint=ConsumptionPoint
UtilityCustomerParty=Party
UtilityMeter=Meter
UtilitySupplierParty=Party
ValidityPeriod=Period
VoucherDocumentReference=DocumentReference
WHOAffectedAreaPortLocation=Location
WarehouseParty=Party
WarehousingTransportEvent=TransportEvent
WarrantyParty=Party
WarrantyValidityPeriod=Period
WeighingParty=Party
WithholdingTaxTotal=TaxTotal
WitnessParty=Party
WorkOrderDocumentReference=DocumentReference
`;
/** Basic elements and their unqualified data type. */
export const basics = `
AcceptanceIndicator=Indicator
AcceptedIndicator=Indicator
AcceptedVariantsDescription=Text
AccessToolsURI=Identifier
AccountFormatCode=Code
AccountID=Identifier
AccountTypeCode=Code
AccountingCostCode=Code
AccountingCost=Text
ActionCode=Code
ActivityTypeCode=Code
ActivityType=Text
ActualDeliveryDate=Date
ActualDeliveryTime=Time
ActualDespatchDate=Date
ActualDespatchTime=Time
ActualPickupDate=Date
ActualPickupTime=Time
ActualTemperatureReductionQuantity=Quantity
AdValoremIndicator=Indicator
AdditionalAccountID=Identifier
AdditionalConditions=Text
AdditionalInformation=Text
AdditionalMattersDescription=Text
AdditionalStreetName=Name
AddressFormatCode=Code
AddressTypeCode=Code
AdjustmentReasonCode=Code
AdmissionCode=Code
AdvertisementAmount=Amount
AgencyID=Identifier
AgencyName=Name
AgreementTypeCode=Code
AirFlowPercent=Percent
AircraftID=Identifier
AliasName=Name
AllowanceChargeReasonCode=Code
AllowanceChargeReason=Text
AllowanceTotalAmount=Amount
AltitudeMeasure=Measure
AmountRate=Rate
Amount=Amount
AnimalFoodApprovedIndicator=Indicator
AnimalFoodIndicator=Indicator
AnnualAverageAmount=Amount
AntennaLocus=Text
ApplicationDate=Date
ApplicationStatusCode=Code
ApprovalDate=Date
ApprovalStatus=Text
Article=Text
AtAnchorageIndicator=Indicator
AttributeID=Identifier
AuctionConstraintIndicator=Indicator
AuctionURI=Identifier
AvailabilityDate=Date
AvailabilityStatusCode=Code
AvailabilityTimePercent=Percent
AverageAmount=Amount
AverageSubsequentContractAmount=Amount
AwardDate=Date
AwardID=Identifier
AwardTime=Time
AwardingCriterionDescription=Text
AwardingCriterionID=Identifier
AwardingCriterionTypeCode=Code
AwardingMethodTypeCode=Code
BackOrderAllowedIndicator=Indicator
BackorderQuantity=Quantity
BackorderReason=Text
BalanceAmount=Amount
BalanceBroughtForwardIndicator=Indicator
BarcodeSymbologyID=Identifier
BaseAmount=Amount
BaseQuantity=Quantity
BaseUnitMeasure=Measure
BasedOnConsensusIndicator=Indicator
BasicConsumedQuantity=Quantity
BatchQuantity=Quantity
BestBeforeDate=Date
BindingOnBuyerIndicator=Indicator
BirthDate=Date
BirthplaceName=Name
BlockName=Name
BrandName=Name
BriefDescription=Text
BrokerAssignedID=Identifier
BudgetYearNumeric=Numeric
BuildingName=Name
BuildingNumber=Text
BulkCargoIndicator=Indicator
BuriedAtSeaIndicator=Indicator
BusinessClassificationEvidenceID=Identifier
BusinessIdentityEvidenceID=Identifier
BuyerEventID=Identifier
BuyerProfileURI=Identifier
BuyerReference=Text
CV2ID=Identifier
CabotageIndicator=Indicator
CalculationExpressionCode=Code
CalculationExpression=Text
CalculationMethodCode=Code
CalculationRate=Rate
CalculationSequenceNumeric=Numeric
CallBaseAmount=Amount
CallDate=Date
CallExtensionAmount=Amount
CallTime=Time
CancellationNote=Text
CandidateReductionConstraintIndicator=Indicator
CandidateStatement=Text
CanonicalizationMethod=Text
CapabilityTypeCode=Code
CardChipCode=Code
CardTypeCode=Code
CargoAndBallastTankConditionDescription=Text
CargoTypeCode=Code
CarrierAssignedID=Identifier
CarrierServiceInstructions=Text
CatalogueIndicator=Indicator
CategoryName=Name
CertificateTypeCode=Code
CertificateType=Text
CertificationLevelDescription=Text
ChangeConditions=Text
ChannelCode=Code
Channel=Text
CharacterSetCode=Code
Characteristics=Text
ChargeBearerCode=Code
ChargeIndicator=Indicator
ChargeTotalAmount=Amount
ChargeableQuantity=Quantity
ChargeableWeightMeasure=Measure
ChildConsignmentQuantity=Quantity
ChipApplicationID=Identifier
CityName=Name
CitySubdivisionName=Name
Code=Code
CodeValue=Text
CollaborationPriorityCode=Code
Comment=Text
CommodityCode=Code
CompanyID=Identifier
CompanyLegalFormCode=Code
CompanyLegalForm=Text
CompanyLiquidationStatusCode=Code
ComparedValueMeasure=Measure
ComparisonDataCode=Code
ComparisonDataSourceCode=Code
ComparisonForecastIssueDate=Date
ComparisonForecastIssueTime=Time
CompletionIndicator=Indicator
ConditionCode=Code
Condition=Text
ConditionsDescription=Text
Conditions=Text
ConfidentialityLevelCode=Code
ConsigneeAssignedID=Identifier
ConsignmentQuantity=Quantity
ConsignorAssignedID=Identifier
ConsolidatableIndicator=Indicator
ConstitutionCode=Code
ConsumerIncentiveTacticTypeCode=Code
ConsumerUnitQuantity=Quantity
ConsumersEnergyLevelCode=Code
ConsumersEnergyLevel=Text
ConsumptionEnergyQuantity=Quantity
ConsumptionID=Identifier
ConsumptionLevelCode=Code
ConsumptionLevel=Text
ConsumptionReportID=Identifier
ConsumptionTypeCode=Code
ConsumptionType=Text
ConsumptionWaterQuantity=Quantity
ContainerizedIndicator=Indicator
Content=Text
ContentUnitQuantity=Quantity
ContractFolderID=Identifier
ContractName=Name
ContractSubdivision=Text
ContractTypeCode=Code
ContractType=Text
ContractedCarrierAssignedID=Identifier
ContractingSystemCode=Code
ContractingSystemTypeCode=Code
CoordinateSystemCode=Code
CopyIndicator=Indicator
CopyQualityTypeCode=Code
CorporateRegistrationTypeCode=Code
CorporateStockAmount=Amount
CorrectionAmount=Amount
CorrectionTypeCode=Code
CorrectionType=Text
CorrectionUnitAmount=Amount
CountrySubentityCode=Code
CountrySubentity=Text
CourseOverGroundDirection=Text
CreditLineAmount=Amount
CreditNoteTypeCode=Code
CreditedQuantity=Quantity
CrewQuantity=Quantity
CriterionDescription=Text
CriterionTypeCode=Code
CurrencyCode=Code
CurrentChargeTypeCode=Code
CurrentChargeType=Text
CurrentOperatingSecurityLevelCode=Code
CustomerAssignedAccountID=Identifier
CustomerReference=Text
CustomizationID=Identifier
CustomsClearanceServiceInstructions=Text
CustomsImportClassifiedIndicator=Indicator
CustomsProcedureCode=Code
CustomsStatusCode=Code
CustomsTariffQuantity=Quantity
DamageRemarks=Text
DangerousGoodsApprovedIndicator=Indicator
DataSendingCapability=Text
DataSourceCode=Code
Date=Date
DebitLineAmount=Amount
DebitedQuantity=Quantity
DeclarationTypeCode=Code
DeclaredCarriageValueAmount=Amount
DeclaredCustomsValueAmount=Amount
DeclaredForCarriageValueAmount=Amount
DeclaredStatisticsValueAmount=Amount
DeliveredQuantity=Quantity
DeliveryInstructions=Text
DemurrageInstructions=Text
Department=Text
DescriptionCode=Code
Description=Text
DespatchAdviceTypeCode=Code
DiedIndicator=Indicator
DifferenceTemperatureReductionQuantity=Quantity
DirectionCode=Code
DisplayTacticTypeCode=Code
DispositionCode=Code
DistributionTypeCode=Code
DistributionType=Text
District=Text
DocumentCurrencyCode=Code
DocumentDescription=Text
DocumentHash=Text
DocumentID=Identifier
DocumentStatusCode=Code
DocumentStatusReasonCode=Code
DocumentStatusReasonDescription=Text
DocumentTypeCode=Code
DocumentType=Text
DocumentationFeeAmount=Amount
DueDate=Date
DurationMeasure=Measure
DutyCode=Code
Duty=Text
EarliestPickupDate=Date
EarliestPickupTime=Time
EconomicOperatorGroupName=Name
EconomicOperatorRegistryURI=Identifier
EffectDescription=Text
EffectiveDate=Date
EffectiveTime=Time
ElectronicCatalogueUsageIndicator=Indicator
ElectronicDeviceDescription=Text
ElectronicInvoiceAcceptedIndicator=Indicator
ElectronicMail=Text
ElectronicOrderUsageIndicator=Indicator
ElectronicPaymentUsageIndicator=Indicator
EmbeddedDocumentBinaryObject=BinaryObject
EmbeddedDocument=Text
EmergencyProceduresCode=Code
EmployeeQuantity=Quantity
EncodingCode=Code
EndDate=Date
EndTime=Time
EndpointID=Identifier
EndpointURI=Identifier
EnvelopeTypeCode=Code
EnvironmentalEmissionTypeCode=Code
EstimatedAmount=Amount
EstimatedConsumedQuantity=Quantity
EstimatedDeliveryDate=Date
EstimatedDeliveryTime=Time
EstimatedDespatchDate=Date
EstimatedDespatchTime=Time
EstimatedGeneratedUntilNextPortMeasure=Measure
EstimatedMaximumValueAmount=Amount
EstimatedOverallContractAmount=Amount
EstimatedOverallContractQuantity=Quantity
EstimatedOverallFrameworkContractsAmount=Amount
EstimatedTimingFurtherPublication=Text
EvacuatedIndicator=Indicator
EvaluationCriterionTypeCode=Code
EvaluationMethodTypeCode=Code
EvidenceTypeCode=Code
ExceptionResolutionCode=Code
ExceptionStatusCode=Code
ExchangeMarketID=Identifier
ExchangeMethodCode=Code
ExchangedPercent=Percent
ExclusionReason=Text
ExecutionRequirementCode=Code
ExemptionReasonCode=Code
ExemptionReason=Text
ExpectedAmount=Amount
ExpectedAnchorageIndicator=Indicator
ExpectedCode=Code
ExpectedDescription=Text
ExpectedID=Identifier
ExpectedIndicator=Indicator
ExpectedOperatorQuantity=Quantity
ExpectedQuantity=Quantity
ExpectedURI=Identifier
ExpectedValueNumeric=Numeric
ExpenseCode=Code
ExpiryDate=Date
ExpiryTime=Time
ExportReasonCode=Code
ExportReason=Text
ExportTypeCode=Code
ExpressionCode=Code
Expression=Text
ExtendedID=Identifier
Extension=Text
FaceValueAmount=Amount
FamilyName=Name
FeatureTacticTypeCode=Code
FeeAmount=Amount
FeeDescription=Text
FeeTypeCode=Code
FileName=Name
FinalReexportationDate=Date
FinancingInstrumentCode=Code
FirstName=Name
FirstShipmentAvailibilityDate=Date
Floor=Text
FollowupContractIndicator=Indicator
ForecastPurposeCode=Code
ForecastTypeCode=Code
FormatCode=Code
FormatID=Identifier
ForwarderServiceInstructions=Text
FreeOfChargeIndicator=Indicator
FreeOnBoardValueAmount=Amount
FreightForwarderAssignedID=Identifier
FreightRateClassCode=Code
Frequency=Text
FridayAvailabilityIndicator=Indicator
FrozenDocumentIndicator=Indicator
FrozenPeriodDaysNumeric=Numeric
FulfilmentIndicator=Indicator
FulfilmentIndicatorTypeCode=Code
FullnessIndicationCode=Code
FullyPaidSharesIndicator=Indicator
FumigatedCargoTransportIndicator=Indicator
FundingProgramCode=Code
FundingProgram=Text
GasPressureQuantity=Quantity
GateID=Identifier
GenderCode=Code
GeneralCargoIndicator=Indicator
GivenTreatmentDescription=Text
GoodsItemPassportCounterfoilID=Identifier
GoodsItemPassportID=Identifier
GovernmentAgreementConstraintIndicator=Indicator
GrossMassMeasure=Measure
GrossTonnageMeasure=Measure
GrossVolumeMeasure=Measure
GrossWeightMeasure=Measure
GroupingLots=Text
GuaranteeTypeCode=Code
GuaranteedDespatchDate=Date
GuaranteedDespatchTime=Time
HandlingCode=Code
HandlingInstructions=Text
HashAlgorithmMethod=Text
HaulageInstructions=Text
HazardClassID=Identifier
HazardousCategoryCode=Code
HazardousRegulationCode=Code
HazardousRiskIndicator=Indicator
HeatingTypeCode=Code
HeatingType=Text
HigherTenderAmount=Amount
HolderName=Name
HumanFoodApprovedIndicator=Indicator
HumanFoodIndicator=Indicator
HumidityPercent=Percent
ID=Identifier
IMOGuidelinesOnBoardIndicator=Indicator
INFShipClassCode=Code
ISSCAbsenceReason=Text
ISSCExpiryDate=Date
IdentificationCode=Code
IdentificationID=Identifier
ImmobilizationCertificateID=Identifier
ImportanceCode=Code
IndicationIndicator=Indicator
IndustryClassificationCode=Code
InfectiousDiseaseCaseOnBoardIndicator=Indicator
Information=Text
InformationURI=Identifier
InhalationToxicityZoneCode=Code
InhouseMail=Text
InitiatingPartyIndicator=Indicator
InspectionMethodCode=Code
InstallmentDueDate=Date
InstructionID=Identifier
InstructionNote=Text
Instructions=Text
InsurancePremiumAmount=Amount
InsuranceValueAmount=Amount
InventoryValueAmount=Amount
InvoiceTypeCode=Code
InvoicedQuantity=Quantity
InvoicingPartyReference=Text
IssueDate=Date
IssueNumberID=Identifier
IssueTime=Time
IssuerID=Identifier
IssuerScopeID=Identifier
ItemClassificationCode=Code
ItemUpdateRequestIndicator=Indicator
JobTitle=Text
JoinedShipDate=Date
JourneyID=Identifier
JurisdictionLevel=Text
JustificationDescription=Text
Justification=Text
Keyword=Text
LanguageID=Identifier
LastDrinkingWaterAnalysisDate=Date
LastRevisionDate=Date
LastRevisionTime=Time
LatestDeliveryDate=Date
LatestDeliveryTime=Time
LatestMeterQuantity=Quantity
LatestMeterReadingDate=Date
LatestMeterReadingMethodCode=Code
LatestMeterReadingMethod=Text
LatestPickupDate=Date
LatestPickupTime=Time
LatestProposalAcceptanceDate=Date
LatestReplyDate=Date
LatestReplyTime=Time
LatestSecurityClearanceDate=Date
LatitudeDegreesMeasure=Measure
LatitudeDirectionCode=Code
LatitudeMinutesMeasure=Measure
LeadTimeMeasure=Measure
LegalReference=Text
LegalStatusIndicator=Indicator
LiabilityAmount=Amount
LicensePlateID=Identifier
LifeCycleStatusCode=Code
LimitationDescription=Text
LineCountNumeric=Numeric
LineExtensionAmount=Amount
LineID=Identifier
LineNumberNumeric=Numeric
LineStatusCode=Code
Line=Text
ListValue=Text
LivestockIndicator=Indicator
LoadingLengthMeasure=Measure
LoadingSequenceID=Identifier
LocaleCode=Code
LocationID=Identifier
Location=Text
LocationTypeCode=Code
Login=Text
LogoReferenceID=Identifier
LongitudeDegreesMeasure=Measure
LongitudeDirectionCode=Code
LongitudeMinutesMeasure=Measure
LossRiskResponsibilityCode=Code
LossRisk=Text
LotNumberID=Identifier
LotsGroupID=Identifier
LowTendersDescription=Text
LowerOrangeHazardPlacardID=Identifier
LowerTenderAmount=Amount
MMSIRegistrationID=Identifier
ManagementPlanImplementedIndicator=Indicator
ManagementPlanOnBoardIndicator=Indicator
MandateTypeCode=Code
ManifestTypeCode=Code
ManifestType=Text
ManufactureDate=Date
ManufactureTime=Time
MaritimePollutantCode=Code
MarkAttentionIndicator=Indicator
MarkAttention=Text
MarkCareIndicator=Indicator
MarkCare=Text
MarketValueAmount=Amount
MarkingID=Identifier
MathematicOperatorCode=Code
MaxDedicatedStorageCapacityMeasure=Measure
MaximumAdvertisementAmount=Amount
MaximumAmount=Amount
MaximumBackorderQuantity=Quantity
MaximumCopiesNumeric=Numeric
MaximumDataLossDurationMeasure=Measure
MaximumIncidentNotificationDurationMeasure=Measure
MaximumLotsAwardedNumeric=Numeric
MaximumLotsSubmittedNumeric=Numeric
MaximumMeasure=Measure
MaximumNumberNumeric=Numeric
MaximumOperatorQuantity=Quantity
MaximumOrderQuantity=Quantity
MaximumOriginalsNumeric=Numeric
MaximumPaidAmount=Amount
MaximumPaymentInstructionsNumeric=Numeric
MaximumPercent=Percent
MaximumQuantity=Quantity
MaximumValueAmount=Amount
MaximumValueNumeric=Numeric
MaximumValue=Text
MaximumVariantQuantity=Quantity
MeanTimeToRecoverDurationMeasure=Measure
MeasureCode=Code
Measure=Measure
MedicalFirstAidGuideCode=Code
MedicalPractitionerConsultedIndicator=Indicator
MessageFormat=Text
MeterConstantCode=Code
MeterConstant=Text
MeterName=Name
MeterNumber=Text
MeterReadingComments=Text
MeterReadingTypeCode=Code
MeterReadingType=Text
MiddleName=Name
MimeCode=Code
MinimumAmount=Amount
MinimumBackorderQuantity=Quantity
MinimumDownTimeScheduleDurationMeasure=Measure
MinimumImprovementBid=Text
MinimumInventoryQuantity=Quantity
MinimumMeasure=Measure
MinimumNumberNumeric=Numeric
MinimumOrderQuantity=Quantity
MinimumPercent=Percent
MinimumQuantity=Quantity
MinimumResponseTimeDurationMeasure=Measure
MinimumValueNumeric=Numeric
MinimumValue=Text
MiscellaneousEventTypeCode=Code
ModelName=Name
ModificationReasonCode=Code
ModificationReasonDescription=Text
MondayAvailabilityIndicator=Indicator
MonetaryScope=Text
MoreIllThanExpectedIndicator=Indicator
MovieTitle=Text
MultipleOrderQuantity=Quantity
MultipleTendersCode=Code
MultiplierFactorNumeric=Numeric
NameCode=Code
NameSuffix=Text
Name=Name
NationalityID=Identifier
NatureCode=Code
NatureOfIllnessDescription=Text
NatureOfTransactionCode=Code
NavigationStatusCode=Code
NegotiationDescription=Text
NetNetWeightMeasure=Measure
NetTonnageMeasure=Measure
NetVolumeMeasure=Measure
NetWeightMeasure=Measure
NetworkID=Identifier
NoControlActionsReason=Text
NoFurtherNegotiationIndicator=Indicator
NominationDate=Date
NominationTime=Time
NormalTemperatureReductionQuantity=Quantity
Note=Text
NoticeLanguageCode=Code
NoticeTypeCode=Code
NotificationTypeCode=Code
OID=Identifier
OccurrenceDate=Date
OccurrenceTime=Time
OfficialUse=Text
OnCarriageIndicator=Indicator
OneTimeChargeTypeCode=Code
OneTimeChargeType=Text
OnsetDate=Date
OntologyURI=Identifier
OpenTenderID=Identifier
OperatingYearsQuantity=Quantity
OptionalLineItemIndicator=Indicator
OptionsDescription=Text
OrderIntervalDaysNumeric=Numeric
OrderQuantityIncrementNumeric=Numeric
OrderResponseCode=Code
OrderTypeCode=Code
OrderableIndicator=Indicator
OrderableUnitFactorRate=Rate
OrderableUnit=Text
OrganizationDepartment=Text
OriginalContractingSystemID=Identifier
OriginalJobID=Identifier
OtherConditionsIndicator=Indicator
OtherControlActions=Text
OtherInstruction=Text
OtherName=Name
OutstandingQuantity=Quantity
OutstandingReason=Text
OversupplyQuantity=Quantity
OwnerTypeCode=Code
PackLevelCode=Code
PackQuantity=Quantity
PackSizeNumeric=Numeric
PackageLevelCode=Code
PackagingTypeCode=Code
PackagingType=Text
PackingCriteriaCode=Code
PackingMaterial=Text
PaidAmount=Amount
PaidDate=Date
PaidTime=Time
ParentDocumentID=Identifier
ParentDocumentLineReferenceID=Identifier
ParentDocumentTypeCode=Code
ParentDocumentVersionID=Identifier
PartPresentationCode=Code
PartecipationPercent=Percent
PartialDeliveryIndicator=Indicator
ParticipantID=Identifier
ParticipationPercent=Percent
PartyCapacityAmount=Amount
PartyTypeCode=Code
PartyType=Text
PassengerQuantity=Quantity
Password=Text
PayPerView=Text
PayableAlternativeAmount=Amount
PayableAmount=Amount
PayableRoundingAmount=Amount
PayerReference=Text
PaymentAlternativeCurrencyCode=Code
PaymentChannelCode=Code
PaymentCurrencyCode=Code
PaymentDescription=Text
PaymentDueDate=Date
PaymentFrequencyCode=Code
PaymentID=Identifier
PaymentMeansCode=Code
PaymentMeansID=Identifier
PaymentNote=Text
PaymentOrderReference=Text
PaymentPercent=Percent
PaymentPurposeCode=Code
PaymentTermsDetailsURI=Identifier
PenaltyAmount=Amount
PenaltySurchargePercent=Percent
PerUnitAmount=Amount
Percent=Percent
PerformanceMetricTypeCode=Code
PerformanceValueQuantity=Quantity
PerformingCarrierAssignedID=Identifier
PersonalSituation=Text
PhoneNumber=Text
PlacardEndorsement=Text
PlacardNotation=Text
PlannedDate=Date
PlannedInspectionsDescription=Text
PlannedOperationsDescription=Text
PlannedWorksDescription=Text
PlotIdentification=Text
PositionCode=Code
PositionInPortID=Identifier
PostEventNotificationDurationMeasure=Measure
PostalZone=Text
Postbox=Text
PowerIndicator=Indicator
PreCarriageIndicator=Indicator
PreEventNotificationDurationMeasure=Measure
PreferenceCriterionCode=Code
PreferredLanguageLocaleCode=Code
PrepaidAmount=Amount
PrepaidIndicator=Indicator
PrepaidPaymentReferenceID=Identifier
PreviousCancellationReasonCode=Code
PreviousJobID=Identifier
PreviousMeterQuantity=Quantity
PreviousMeterReadingDate=Date
PreviousMeterReadingMethodCode=Code
PreviousMeterReadingMethod=Text
PreviousVersionID=Identifier
PriceAmount=Amount
PriceChangeReason=Text
PriceEvaluationCode=Code
PriceRevisionFormulaDescription=Text
PriceTypeCode=Code
PriceType=Text
PricingCurrencyCode=Code
PricingUpdateRequestIndicator=Indicator
PrimaryAccountNumberID=Identifier
PrintQualifier=Text
Priority=Text
PrivacyCode=Code
PrivatePartyIndicator=Indicator
PrizeDescription=Text
PrizeIndicator=Indicator
ProcedureCode=Code
ProcessDescription=Text
ProcessReasonCode=Code
ProcessReason=Text
ProcurementSubTypeCode=Code
ProcurementTypeCode=Code
ProcurementType=Text
ProductTraceID=Identifier
ProfileExecutionID=Identifier
ProfileID=Identifier
ProfileStatusCode=Code
ProgressPercent=Percent
PromotionalEventTypeCode=Code
PropertyGroupTypeCode=Code
ProtocolID=Identifier
ProviderTypeCode=Code
PublicPartyIndicator=Indicator
PublishAwardIndicator=Indicator
PurposeCode=Code
Purpose=Text
PurposeTypeCode=Code
PurposeType=Text
QualificationApplicationTypeCode=Code
QualityControlCode=Code
QuantityDiscrepancyCode=Code
Quantity=Quantity
RadioCallSignID=Identifier
RailCarID=Identifier
RankCode=Code
Rank=Text
RateOfTurnMeasure=Measure
Rate=Rate
ReasonCode=Code
ReceiptAdviceTypeCode=Code
ReceivedDate=Date
ReceivedElectronicTenderQuantity=Quantity
ReceivedForeignTenderQuantity=Quantity
ReceivedQuantity=Quantity
ReceivedTenderQuantity=Quantity
RecurringProcurementDescription=Text
RecurringProcurementIndicator=Indicator
ReferenceDate=Date
ReferenceEventCode=Code
ReferenceID=Identifier
ReferenceTime=Time
Reference=Text
ReferencedConsignmentID=Identifier
ReferencedDocumentInternalAddress=Text
RefrigeratedIndicator=Indicator
RefrigerationOnIndicator=Indicator
Region=Text
RegisteredDate=Date
RegisteredTime=Time
RegistrationDate=Date
RegistrationExpirationDate=Date
RegistrationID=Identifier
RegistrationName=Name
RegistrationNationalityID=Identifier
RegistrationNationality=Text
RegulatoryDomain=Text
ReinspectionRequiredIndicator=Indicator
RejectActionCode=Code
RejectReasonCode=Code
RejectReason=Text
RejectedQuantity=Quantity
RejectionNote=Text
ReleaseID=Identifier
ReliabilityPercent=Percent
Remarks=Text
ReminderSequenceNumeric=Numeric
ReminderTypeCode=Code
RenewalsIndicator=Indicator
ReplenishmentOwnerDescription=Text
ReportTypeCode=Code
ReportType=Text
ReportedToMedicalOfficerIndicator=Indicator
RepresentationTypeCode=Code
RepresentationType=Text
RequestForQuotationLineID=Identifier
RequestedDeliveryDate=Date
RequestedDespatchDate=Date
RequestedDespatchTime=Time
RequestedInvoiceCurrencyCode=Code
RequestedPublicationDate=Date
RequiredCurriculaCode=Code
RequiredCurriculaIndicator=Indicator
RequiredCustomsID=Identifier
RequiredDeliveryDate=Date
RequiredDeliveryTime=Time
RequiredFeeAmount=Amount
RequiredResponseMessageLevelCode=Code
ResidenceTypeCode=Code
ResidenceType=Text
ResidentOccupantsNumeric=Numeric
ResolutionCode=Code
ResolutionDate=Date
ResolutionTime=Time
Resolution=Text
ResponseAmount=Amount
ResponseBinaryObject=BinaryObject
ResponseCode=Code
ResponseDate=Date
ResponseID=Identifier
ResponseIndicator=Indicator
ResponseMeasure=Measure
ResponseNumeric=Numeric
ResponseQuantity=Quantity
ResponseTime=Time
Response=Text
ResponseURI=Identifier
RetailEventName=Name
RetailEventStatusCode=Code
RetainedOnBoardMeasure=Measure
ReturnabilityIndicator=Indicator
ReturnableMaterialIndicator=Indicator
ReturnableQuantity=Quantity
RevisedForecastLineID=Identifier
RevisionDate=Date
RevisionStatusCode=Code
RevisionTime=Time
RoamingPartnerName=Name
RoleCode=Code
RoleDescription=Text
Room=Text
RoundingAmount=Amount
SMESuitableIndicator=Indicator
SSPOnBoardIndicator=Indicator
SSPSecurityMeasuresAppliedIndicator=Indicator
SalesOrderID=Identifier
SalesOrderLineID=Identifier
SalinityMeasure=Measure
SanitaryMeasureTypeCode=Code
SanitaryMeasuresAppliedIndicator=Indicator
SaturdayAvailabilityIndicator=Indicator
SchemaURI=Identifier
SchemeURI=Identifier
SeaHeightMeasure=Measure
SealIssuerTypeCode=Code
SealStatusCode=Code
SealingPartyType=Text
SecurityClassificationCode=Code
SecurityID=Identifier
SecurityLevelCode=Code
SegregatedBallastMeasure=Measure
SellerEventID=Identifier
SequenceID=Identifier
SequenceNumberID=Identifier
SequenceNumeric=Numeric
SerialID=Identifier
ServiceInformationPreferenceCode=Code
ServiceLevelCode=Code
ServiceName=Name
ServiceNumberCalled=Text
ServiceProviderPartyIndicator=Indicator
ServiceTypeCode=Code
ServiceType=Text
SettlementDiscountAmount=Amount
SettlementDiscountPercent=Percent
SharesNumberQuantity=Quantity
ShipConfigurationCode=Code
ShipmentStageTypeCode=Code
ShipmentStageType=Text
ShippingMarks=Text
ShippingOrderID=Identifier
ShippingPriorityLevelCode=Code
ShipsRequirements=Text
ShortQuantity=Quantity
ShortageActionCode=Code
SickAnimalDescription=Text
SickAnimalOnBoardIndicator=Indicator
SignatureID=Identifier
SignatureMethod=Text
SizeTypeCode=Code
SocialMediaTypeCode=Code
SoleProprietorshipIndicator=Indicator
SourceCurrencyBaseRate=Rate
SourceCurrencyCode=Code
SourceForecastIssueDate=Date
SourceForecastIssueTime=Time
SourceValueMeasure=Measure
SpecialInstructions=Text
SpecialSecurityIndicator=Indicator
SpecialServiceInstructions=Text
SpecialTerms=Text
SpecialTransportRequirements=Text
SpecificationID=Identifier
SpecificationTypeCode=Code
SpeedOverGroundMeasure=Measure
SplitConsignmentIndicator=Indicator
StartDate=Date
StartTime=Time
StatementTypeCode=Code
StatusAvailableIndicator=Indicator
StatusCode=Code
StatusReasonCode=Code
StatusReason=Text
Status=Text
StillIllIndicator=Indicator
StillOnBoardIndicator=Indicator
StowawayDescription=Text
StowawaysFoundOnBoardIndicator=Indicator
StreetName=Name
SubTypeCode=Code
SubcontractingConditionsCode=Code
SubmissionDate=Date
SubmissionDueDate=Date
SubmissionMethodCode=Code
SubscriberID=Identifier
SubscriberTypeCode=Code
SubscriberType=Text
SubstitutionStatusCode=Code
SuccessiveSequenceID=Identifier
SummaryDescription=Text
SundayAvailabilityIndicator=Indicator
SupplierAssignedAccountID=Identifier
SupplyChainActivityTypeCode=Code
TankID=Identifier
TankTypeCode=Code
TanksExchangedQuantity=Quantity
TanksInBallastQuantity=Quantity
TanksNotExchangedQuantity=Quantity
TareWeightMeasure=Measure
TargetCurrencyBaseRate=Rate
TargetCurrencyCode=Code
TargetInventoryQuantity=Quantity
TargetServicePercent=Percent
TariffClassCode=Code
TariffCode=Code
TariffDescription=Text
TaxAmount=Amount
TaxCurrencyCode=Code
TaxEnergyAmount=Amount
TaxEnergyBalanceAmount=Amount
TaxEnergyOnAccountAmount=Amount
TaxEvidenceIndicator=Indicator
TaxExclusiveAmount=Amount
TaxExemptionReasonCode=Code
TaxExemptionReason=Text
TaxIncludedIndicator=Indicator
TaxInclusiveAmount=Amount
TaxInclusiveLineExtensionAmount=Amount
TaxLevelCode=Code
TaxPointDate=Date
TaxTypeCode=Code
TaxableAmount=Amount
TechnicalCommitteeDescription=Text
TechnicalName=Name
TelecommunicationsServiceCallCode=Code
TelecommunicationsServiceCall=Text
TelecommunicationsServiceCategoryCode=Code
TelecommunicationsServiceCategory=Text
TelecommunicationsSupplyTypeCode=Code
TelecommunicationsSupplyType=Text
Telefax=Text
Telephone=Text
TenderEnvelopeID=Identifier
TenderEnvelopeTypeCode=Code
TenderLanguageLocaleCode=Code
TenderResultCode=Code
TenderTypeCode=Code
TendererRequirementTypeCode=Code
TendererRoleCode=Code
TerminatedIndicator=Indicator
TestIndicator=Indicator
TestMethod=Text
Text=Text
ThirdPartyPayerIndicator=Indicator
ThresholdAmount=Amount
ThresholdQuantity=Quantity
ThresholdValueComparisonCode=Code
ThursdayAvailabilityIndicator=Indicator
TierRange=Text
TierRatePercent=Percent
TimeAmount=Text
TimeDeltaDaysQuantity=Quantity
TimeFrequencyCode=Code
TimezoneOffset=Text
TimingComplaintCode=Code
TimingComplaint=Text
Title=Text
ToBeDeliveredMeasure=Measure
ToOrderIndicator=Indicator
TotalAmount=Amount
TotalBalanceAmount=Amount
TotalBallastTanksOnBoardQuantity=Quantity
TotalBallastWaterCapacityMeasure=Measure
TotalBallastWaterOnBoardMeasure=Measure
TotalConsumedQuantity=Quantity
TotalCreditAmount=Amount
TotalDeadPersonQuantity=Quantity
TotalDebitAmount=Amount
TotalDeliveredQuantity=Quantity
TotalGoodsItemQuantity=Quantity
TotalIllPersonQuantity=Quantity
TotalInvoiceAmount=Amount
TotalMeteredQuantity=Quantity
TotalPackageQuantity=Quantity
TotalPackagesQuantity=Quantity
TotalPaymentAmount=Amount
TotalTaskAmount=Amount
TotalTaxAmount=Amount
TotalTransportHandlingUnitQuantity=Quantity
TraceID=Identifier
TrackingDeviceCode=Code
TrackingID=Identifier
TradeItemPackingLabelingTypeCode=Code
TradeServiceCode=Code
TradingRestrictions=Text
TrainID=Identifier
TransactionCurrencyTaxAmount=Amount
TransactionDate=Date
TransitDescription=Text
TransitDirectionCode=Code
TranslationTypeCode=Code
TransportAuthorizationCode=Code
TransportEmergencyCardCode=Code
TransportEquipmentTypeCode=Code
TransportEventTypeCode=Code
TransportExecutionPlanReferenceID=Identifier
TransportExecutionStatusCode=Code
TransportHandlingUnitTypeCode=Code
TransportMeansTypeCode=Code
TransportModeCode=Code
TransportServiceCode=Code
TransportServiceProviderRemarks=Text
TransportServiceProviderSpecialTerms=Text
TransportUserRemarks=Text
TransportUserSpecialTerms=Text
TransportationServiceDescription=Text
TransportationServiceDetailsURI=Identifier
TransportationStatusTypeCode=Code
TuesdayAvailabilityIndicator=Indicator
TunnelRestrictionCode=Code
TypeCode=Code
UBLVersionID=Identifier
UNDGCode=Code
UNPackingGroupCode=Code
UNPackingGroup=Text
URI=Identifier
UUID=Identifier
UnknownPriceIndicator=Indicator
UpperOrangeHazardPlacardID=Identifier
UrgencyCode=Code
UtilityStatementTypeCode=Code
ValidISSCIndicator=Indicator
ValidSanitationCertificateOnBoardIndicator=Indicator
ValidateProcess=Text
ValidateTool=Text
ValidateToolVersion=Text
ValidatedCriterionPropertyID=Identifier
ValidationDate=Date
ValidationResultCode=Code
ValidationTime=Time
ValidatorID=Identifier
ValidityStartDate=Date
ValueAmount=Amount
ValueCurrencyCode=Code
ValueDataTypeCode=Code
ValueMeasure=Measure
ValueQualifier=Text
ValueQuantity=Quantity
Value=Text
ValueUnitCode=Code
VarianceQuantity=Quantity
VariantConstraintCode=Code
VariantConstraintIndicator=Indicator
VariantID=Identifier
VersionID=Identifier
VesselID=Identifier
VesselName=Name
VisitDate=Date
VolumeMeasure=Measure
WarrantyInformation=Text
WasteTypeCode=Code
WebSiteTypeCode=Code
WebsiteURI=Identifier
WednesdayAvailabilityIndicator=Indicator
WeekDayCode=Code
WeighingDate=Date
WeighingDeviceID=Identifier
WeighingDeviceType=Text
WeighingMethodCode=Code
WeighingTime=Time
WeightNumeric=Numeric
WeightScoringMethodologyNote=Text
WeightStatementTypeCode=Code
Weight=Text
WeightingAlgorithmCode=Code
WeightingConsiderationDescription=Text
WeightingTypeCode=Code
WithdrawOfferIndicator=Indicator
WithholdingTaxTotalAmount=Amount
WorkPhaseCode=Code
WorkPhase=Text
XPath=Text
`;
